package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static wadi.platform.sites.Probes.causes;
import static wadi.platform.sites.Probes.redirectsTo;
import static wadi.platform.sites.Probes.site;
import static wadi.platform.sites.Probes.statuses;
import static wadi.platform.sites.Probes.withCredentials;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Outcome;
import wadi.sites.Behaviour;
import wadi.sites.SiteServer;

@Timeout(60)
class WebProberRedirectTest {
  private static final String PUBLIC = "8.8.8.8";
  private final SiteServer sites = new SiteServer();
  private final WebProber prober = Probes.prober("SITES_SHOP", "user:pass word", "SITES_API", "Bearer abc", "SITES_BAD", "no colon", "DATABASE_PASSWORD", "secret:x",
      "SITES_LINES", "user:pass\r\nX-Evil: 1");

  @AfterEach
  void close() {
    prober.close();
    sites.close();
  }

  private Observation probe() {
    return prober.probe(site(sites.url("shop")));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects_are_followed(int status) {
    sites.now("shop", Behaviour.redirect(status, "/other/page?x=1#part"));
    Observation seen = probe();
    assertThat(causes(seen)).isEmpty();
    assertThat(seen.status()).contains(200);
    assertThat(sites.requests("other").get(0).path()).isEqualTo("/other/page?x=1");
  }

  @Test
  void circles_are_told_as_such() {
    sites.now("shop", Behaviour.CIRCLE);
    assertThat(causes(probe())).containsExactly("UNREACHABLE: it redirects in a circle");
    assertThat(probe().status()).contains(302);
    sites.now("shop", Behaviour.redirect(302, "/other"));
    sites.now("other", Behaviour.redirect(302, "/shop"));
    assertThat(causes(probe())).containsExactly("UNREACHABLE: it redirects in a circle");
  }

  @Test
  void a_site_that_sets_a_cookie_and_leads_to_itself_is_followed() {
    sites.now("shop", visit -> (visit.request().header("Cookie").equals("seen=1") ? Behaviour.page("welcome")
        : Behaviour.status(302, "Location: " + visit.path(), "Set-Cookie: seen=1; Path=/")).answer(visit));
    assertThat(probe().outcome()).isEqualTo(Outcome.UP);
    assertThat(probe().outcome()).as("each probe begins without cookies").isEqualTo(Outcome.UP);
    assertThat(sites.count("shop")).isEqualTo(4);
  }

  @Test
  void more_redirects_than_allowed_are_down() {
    IntStream.range(0, 6).forEach(i -> sites.now("r" + i, Behaviour.redirect(302, "/r" + (i + 1))));
    assertThat(causes(prober.probe(site(sites.url("r0"))))).containsExactly("UNREACHABLE: it redirects more than 5 times");
    assertThat(prober.probe(site(sites.url("r1"))).outcome()).isEqualTo(Outcome.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://", "http://user@[::1/"})
  void redirects_elsewhere_than_to_http_are_down(String location) {
    sites.now("shop", Behaviour.redirect(302, location));
    assertThat(causes(probe())).hasSize(1).first().asString().startsWith("UNREACHABLE: 127.0.0.1:" + sites.port() + " redirects to no URL: ");
  }

  @Test
  void a_redirect_that_is_expected_is_not_followed() {
    sites.now("shop", Behaviour.redirect(301, "https://www.example.org/?secret=1"));
    Observation seen = prober.probe(site(sites.url("shop"), statuses(301)));
    assertThat(causes(seen)).isEmpty();
    assertThat(seen.status()).contains(301);
  }

  @Test
  void where_it_leads_is_compared_and_told_without_its_query() {
    sites.now("shop", Behaviour.redirect(302, "/other?b=1"));
    assertThat(causes(prober.probe(site(sites.url("shop"), redirectsTo(sites.url("other") + "?b=1"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), redirectsTo("https://www.example.org?token=1")))))
        .containsExactly("EXPECTATION: it does not redirect to https://www.example.org/");
    assertThat(causes(prober.probe(site(sites.url("other"), redirectsTo("https://www.example.org"))))).hasSize(1);
  }

  @Test
  void credentials_are_shown_to_the_site_and_to_nobody_else() {
    sites.now("shop", Behaviour.redirect(302, "/own"));
    sites.now("own", Behaviour.redirect(302, "http://localhost:" + sites.port() + "/other"));
    Observation seen = prober.probe(withCredentials(sites.url("shop"), "SITES_SHOP"));
    assertThat(causes(seen)).isEmpty();
    assertThat(sites.requests("shop").get(0).header("Authorization")).isEqualTo("Basic dXNlcjpwYXNzIHdvcmQ=");
    assertThat(sites.requests("own").get(0).header("Authorization")).isEqualTo("Basic dXNlcjpwYXNzIHdvcmQ=");
    assertThat(sites.requests("other").get(0).header("Authorization")).as("another host").isEmpty();
    try (SiteServer elsewhere = new SiteServer()) {
      sites.now("shop", Behaviour.redirect(302, elsewhere.url("other")));
      prober.probe(withCredentials(sites.url("shop"), "SITES_API"));
      assertThat(sites.requests("shop").get(1).header("Authorization")).isEqualTo("Bearer abc");
      assertThat(elsewhere.requests("other").get(0).header("Authorization")).as("another port").isEmpty();
    }
  }

  @Test
  void a_login_in_the_url_is_used_and_not_told() {
    sites.now("shop", Behaviour.CLOSES);
    String url = sites.url("shop").replace("http://", "http://user:secret@") + "?token=secret";
    Observation seen = prober.probe(site(url));
    assertThat(sites.requests("shop").get(0).header("Authorization")).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
    assertThat(causes(seen)).hasSize(1).first().asString().doesNotContain("secret");
  }

  @Test
  void credentials_that_cannot_be_used_are_told_and_sent_to_nobody() {
    assertThat(causes(prober.probe(withCredentials(sites.url("shop"), "SITES_NONE")))).containsExactly("UNWATCHED: nobody can look at it: the environment variable SITES_NONE is not set");
    assertThat(causes(prober.probe(withCredentials(sites.url("shop"), "SITES_BAD"))))
        .containsExactly("UNWATCHED: nobody can look at it: the environment variable SITES_BAD is neither user:password nor Bearer and a token");
    assertThat(causes(prober.probe(withCredentials(sites.url("shop"), "SITES_LINES")))).first().asString().startsWith("UNWATCHED: nobody can look at it: the environment variable SITES_LINES");
    Observation other = prober.probe(withCredentials(sites.url("shop"), "DATABASE_PASSWORD"));
    assertThat(causes(other)).containsExactly("UNWATCHED: nobody can look at it: credentials must be the name of an environment variable that begins with SITES_");
    assertThat(other.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(sites.count("shop")).isZero();
  }

  @Test
  void addresses_inside_are_not_connected_to_unless_they_are_allowed() {
    try (WebProber shipped = Probes.prober("SITES_ALLOW_PRIVATE", "false"); WebProber named = Probes.prober(host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        "SITES_ALLOW_PRIVATE", "false")) {
      assertThat(causes(shipped.probe(site(sites.url("shop")))))
          .containsExactly("UNWATCHED: nobody can look at it: the address of 127.0.0.1:" + sites.port() + " is not one on the Internet (loopback): sites.allow-private=true allows that");
      assertThat(causes(named.probe(site("http://shop.example:" + sites.port() + "/shop"))))
          .containsExactly("UNREACHABLE: the address of shop.example:" + sites.port() + " is not one on the Internet (loopback): sites.allow-private=true allows that");
      assertThat(causes(shipped.probe(site("http://169.254.169.254/latest/meta-data/")))).first().asString().startsWith("UNWATCHED: nobody can look at it: ");
    }
    assertThat(sites.count("shop")).isZero();
  }

  @Test
  void a_site_outside_does_not_lead_us_inside_though_sites_inside_are_allowed() throws Exception {
    Addresses addresses = new Addresses(new Names(InetAddress::getAllByName), true);
    Deadline deadline = Deadline.in(Probes.TIMEOUT);
    assertThat(addresses.of(SiteUrl.of("http://" + PUBLIC + "/"), deadline)).hasSize(1);
    assertThat(catchThrowable(() -> addresses.of(SiteUrl.of("http://169.254.169.254/"), deadline)))
        .hasMessage("the address of 169.254.169.254 is not one on the Internet (the metadata service of cloud machines), and the site led there");
  }

  @Test
  void of_a_names_addresses_those_outside_are_taken() throws Exception {
    InetAddress[] both = {InetAddress.getByName("10.0.0.1"), InetAddress.getByName(PUBLIC)};
    assertThat(new Addresses(new Names(host -> both), false).of(SiteUrl.of("http://shop.example/"), Deadline.in(Probes.TIMEOUT))).containsExactly(both[1]);
  }

  @Test
  void a_name_is_looked_up_anew_each_time() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    try (Names names = new Names(host -> new InetAddress[] {InetAddress.getByName("127.0.0." + lookups.incrementAndGet())})) {
      assertThat(names.addresses("shop.example", Deadline.in(Probes.TIMEOUT))[0].getHostAddress()).isEqualTo("127.0.0.1");
      await().untilAsserted(() -> assertThat(names.addresses("shop.example", Deadline.in(Probes.TIMEOUT))[0].getHostAddress()).isNotEqualTo("127.0.0.1"));
    }
  }
}
