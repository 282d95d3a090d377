package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static wadi.platform.sites.Probes.absent;
import static wadi.platform.sites.Probes.causes;
import static wadi.platform.sites.Probes.header;
import static wadi.platform.sites.Probes.json;
import static wadi.platform.sites.Probes.present;
import static wadi.platform.sites.Probes.site;
import static wadi.platform.sites.Probes.statuses;
import static wadi.platform.sites.Probes.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Outcome;
import wadi.domain.sites.Phases;
import wadi.platform.Version;
import wadi.sites.Behaviour;
import wadi.sites.SiteServer;

@Timeout(60)
class WebProberTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  /** How late an end may be on a machine with much to do. */
  private static final Duration SLACK = Duration.ofSeconds(5);
  private final SiteServer sites = new SiteServer();
  private final WebProber prober = Probes.prober();
  private final String place = "127.0.0.1:" + sites.port();

  @AfterEach
  void close() {
    prober.close();
    sites.close();
  }

  private Observation probe(Behaviour behaviour) {
    sites.now("shop", behaviour);
    return prober.probe(site(sites.url("shop")));
  }

  private Observation probeShortly(Behaviour behaviour) {
    sites.now("shop", behaviour);
    long began = System.nanoTime();
    Observation seen = prober.probe(site(sites.url("shop"), SHORT, present("never")));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT.plus(SLACK));
    assertThat(seen.phases().total()).isBetween(SHORT, SHORT.plus(SLACK));
    assertThat(seen.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(seen.hasRegexp()).isEmpty();
    return seen;
  }

  @Test
  void a_site_that_answers_is_up_and_every_phase_is_measured() {
    Observation seen = probe(Behaviour.slow(Duration.ofMillis(200), Behaviour.page("welcome")));
    assertThat(seen.causes()).isEmpty();
    assertThat(seen.status()).contains(200);
    assertThat(seen.bytes()).isEqualTo(7);
    assertThat(seen.address()).contains("127.0.0.1");
    assertThat(seen.hasRegexp()).as("nobody asked").isEmpty();
    assertThat(seen.certificateExpires()).isEmpty();
    Phases phases = seen.phases();
    assertThat(phases.resolve()).as("the URL has an address").isEmpty();
    assertThat(phases.tls()).isEmpty();
    assertThat(phases.processing()).hasValueSatisfying(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(200)));
    assertThat(phases.headers()).hasValueSatisfying(time -> assertThat(time).isBetween(phases.processing().orElseThrow(), phases.total()));
    assertThat(phases.connect().orElseThrow().plus(phases.processing().orElseThrow()).plus(phases.transfer().orElseThrow())).isLessThanOrEqualTo(phases.total());
  }

  @Test
  void looking_up_a_name_is_measured_and_its_addresses_are_tried_until_one_answers() throws Exception {
    InetAddress[] addresses = {InetAddress.getByName("127.0.0.9"), InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")};
    try (WebProber named = Probes.prober(host -> addresses)) {
      Observation seen = named.probe(site("http://shop.example:" + sites.port() + "/shop"));
      assertThat(seen.causes()).isEmpty();
      assertThat(seen.address()).contains("127.0.0.1");
      assertThat(seen.phases().resolve()).isPresent();
    }
  }

  @Test
  void the_request_is_a_plain_get() {
    prober.probe(site(sites.url("shop") + "/a b?q=\u00e4#part"));
    SiteServer.Request request = sites.requests("shop").get(0);
    assertThat(request.path()).isEqualTo("/shop/a%20b?q=%C3%A4");
    assertThat(request.head()).containsExactlyInAnyOrder("Host: " + place, "User-Agent: Wadi/" + Version.TEXT + " (site monitor)", "Accept: */*", "Accept-Encoding: identity",
        "Connection: close");
  }

  @Test
  void a_path_that_looks_like_another_host_is_a_path() {
    prober.probe(site("http://" + place + "//other.example/x?y"));
    assertThat(sites.requests("").get(0).path()).isEqualTo("//other.example/x?y");
    assertThat(sites.requests("").get(0).header("Host")).isEqualTo(place);
  }

  @Test
  void nobody_listening_is_down() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Observation seen = prober.probe(site("http://127.0.0.1:" + port + "/"));
    assertThat(causes(seen)).containsExactly("UNREACHABLE: 127.0.0.1:" + port + " refuses connections");
    assertThat(seen.status()).isEmpty();
    assertThat(seen.phases().connect()).isPresent();
    assertThat(seen.phases().processing()).isEmpty();
  }

  @Test
  void a_site_that_hangs_is_down_when_its_time_is_over() {
    assertThat(causes(probeShortly(Behaviour.HANGS))).containsExactly("UNREACHABLE: no answer of " + place + " within 700 ms");
  }

  @Test
  void an_answer_that_drips_is_down_when_its_time_is_over_and_its_status_is_known() {
    Observation seen = probeShortly(Behaviour.drip(Duration.ofMillis(50)));
    assertThat(causes(seen)).containsExactly("UNREACHABLE: the answer of " + place + " did not end within 700 ms");
    assertThat(seen.status()).contains(200);
  }

  @Test
  void headers_that_drip_are_down_when_their_time_is_over() {
    assertThat(causes(probeShortly(Behaviour.dripHeaders(Duration.ofMillis(50))))).containsExactly("UNREACHABLE: the answer of " + place + " did not end within 700 ms");
  }

  @Test
  void a_name_server_that_hangs_is_down_when_the_time_is_over_and_others_go_on() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Names.Source hanging = host -> {
      if (host.equals("lost.example")) {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    };
    try (WebProber named = Probes.prober(hanging)) {
      for (int i = 0; i < 3; i++) {
        Observation seen = named.probe(site("http://lost.example/", Duration.ofMillis(100)));
        assertThat(causes(seen)).containsExactly("UNREACHABLE: the name of lost.example was not looked up within 100 ms");
      }
      assertThat(named.probe(site("http://shop.example:" + sites.port() + "/shop")).outcome()).isEqualTo(Outcome.UP);
    } finally {
      never.countDown();
    }
  }

  @Test
  void a_name_nobody_knows_is_down() {
    try (WebProber named = Probes.prober(host -> {
      throw new UnknownHostException(host + ": Name or service not known");
    })) {
      assertThat(causes(named.probe(site("http://shop.example/")))).containsExactly("UNREACHABLE: the name of shop.example cannot be looked up");
    }
  }

  @Test
  void lost_connections_and_what_is_no_http_are_down_and_say_so() {
    assertThat(causes(probe(Behaviour.CLOSES))).containsExactly("UNREACHABLE: " + place + " closed the connection without an answer");
    assertThat(causes(probe(Behaviour.RESETS))).containsExactly("UNREACHABLE: the connection to " + place + " was lost in the middle of the answer");
    assertThat(causes(probe(Behaviour.CUT))).containsExactly("UNREACHABLE: the connection to " + place + " was lost in the middle of the answer");
    assertThat(causes(probe(visit -> visit.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf"))))
        .containsExactly("UNREACHABLE: the connection to " + place + " was lost in the middle of the answer");
    assertThat(causes(probe(visit -> visit.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx")))).containsExactly("UNREACHABLE: the answer of " + place + " is no HTTP");
    assertThat(causes(probe(visit -> visit.write("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx")))).containsExactly("UNREACHABLE: the answer of " + place + " is no HTTP");
    assertThat(causes(probe(Behaviour.GARBAGE))).containsExactly("UNREACHABLE: the answer of " + place + " is no HTTP");
    assertThat(causes(probe(Behaviour.HUGE_HEADERS))).containsExactly("UNREACHABLE: the headers of " + place + " are too large");
  }

  @Test
  void old_and_chunked_and_packed_answers_are_read() throws IOException {
    sites.now("shop", Behaviour.old("welcome"));
    assertThat(prober.probe(site(sites.url("shop"), present("^welcome$"))).hasRegexp()).contains(true);
    sites.now("shop", Behaviour.chunked("wel", "", "come"));
    assertThat(prober.probe(site(sites.url("shop"), present("^wel"))).status()).contains(200);
    sites.now("shop", Behaviour.chunked("wel", "come"));
    assertThat(prober.probe(site(sites.url("shop"), present("^welcome$"))).hasRegexp()).contains(true);
    sites.now("shop", Behaviour.gzip("welcome".getBytes(StandardCharsets.UTF_8)));
    assertThat(prober.probe(site(sites.url("shop"), present("^welcome$"))).hasRegexp()).contains(true);
    sites.now("shop", Behaviour.said(200, "text/plain", "no gzip".getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip"));
    assertThat(causes(prober.probe(site(sites.url("shop"))))).containsExactly("UNREACHABLE: the answer of " + place + " cannot be unpacked");
    sites.now("shop", visit -> visit.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"));
    assertThat(prober.probe(site(sites.url("shop"))).status()).contains(204);
  }

  @Test
  void a_status_that_is_not_expected_is_down() {
    assertThat(causes(probe(Behaviour.status(500)))).containsExactly("STATUS: status 500 instead of 2xx");
    Observation expected = prober.probe(site(sites.url("shop"), statuses(500, 503)));
    assertThat(expected.outcome()).isEqualTo(Outcome.UP);
    sites.now("shop", Behaviour.page("fine"));
    assertThat(causes(prober.probe(site(sites.url("shop"), statuses(500, 503))))).containsExactly("STATUS: status 200 instead of 500 or 503");
  }

  @Test
  void a_site_that_flaps_is_seen_as_it_is_each_time() {
    sites.now("shop", Behaviour.flapping());
    assertThat(IntStream.range(0, 4).mapToObj(i -> prober.probe(site(sites.url("shop"))).outcome())).containsExactly(Outcome.UP, Outcome.DOWN, Outcome.UP, Outcome.DOWN);
    assertThat(sites.count("shop")).isEqualTo(4);
  }

  @Test
  void text_is_found_and_missed() {
    sites.now("shop", Behaviour.page("Gr\u00fc\u00dfe \ud83d\ude00 und 12 Angebote"));
    Observation found = prober.probe(site(sites.url("shop"), present("Gr\u00fc\u00dfe \ud83d\ude00.*\\d+ Angebote")));
    assertThat(found.hasRegexp()).contains(true);
    assertThat(found.outcome()).isEqualTo(Outcome.UP);
    Observation missed = prober.probe(site(sites.url("shop"), present("Welcome|Willkommen")));
    assertThat(missed.hasRegexp()).contains(false);
    assertThat(missed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(causes(missed)).containsExactly("EXPECTATION: \"Welcome|Willkommen\" is not on the page");
    assertThat(causes(prober.probe(site(sites.url("shop"), absent("(?i)angebote"))))).containsExactly("EXPECTATION: \"(?i)angebote\" is on the page");
    assertThat(prober.probe(site(sites.url("shop"), absent("Fehler"))).outcome()).isEqualTo(Outcome.UP);
  }

  @Test
  void an_error_page_is_not_searched_for_causes_but_the_contract_wants_to_know_what_is_on_it() {
    sites.now("shop", Behaviour.status(500));
    Observation seen = prober.probe(site(sites.url("shop"), present("Welcome")));
    assertThat(causes(seen)).containsExactly("STATUS: status 500 instead of 2xx");
    assertThat(seen.hasRegexp()).contains(false);
  }

  @Test
  void a_page_is_read_in_the_character_set_it_says() {
    for (String name : List.of("ISO-8859-1", "windows-1252", "UTF-16", "Shift_JIS")) {
      String text = name.equals("Shift_JIS") ? "\u30c6\u30b9\u30c8" : "Gr\u00fc\u00dfe";
      sites.now("shop", Behaviour.page(text, Charset.forName(name)));
      assertThat(prober.probe(site(sites.url("shop"), present(text))).hasRegexp()).as(name).contains(true);
    }
    sites.now("shop", Behaviour.said(200, "text/html; charset=klingon", "Gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8)));
    assertThat(prober.probe(site(sites.url("shop"), present("Gr\u00fc\u00dfe"))).hasRegexp()).contains(true);
    sites.now("shop", Behaviour.said(200, "text/html; charset={}", "Gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8)));
    assertThat(prober.probe(site(sites.url("shop"), present("Gr\u00fc\u00dfe"))).hasRegexp()).contains(true);
    sites.now("shop", Behaviour.said(200, "", new byte[] {(byte) 0xff, (byte) 0xc3, 'x'}));
    assertThat(prober.probe(site(sites.url("shop"), present("x$"))).hasRegexp()).contains(true);
  }

  @Test
  void json_is_compared_at_a_path() {
    sites.now("shop", Behaviour.json("{\"state\": \"ok\", \"checks\": [{\"name\": \"db\", \"free\": 1.50, \"up\": true, \"more\": [1]}]}"));
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$.state", "ok"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), json("/checks/0/free", "1.50"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$['checks'][0].up", "true"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$.checks[0].more", "[1]"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$.state", "fine"))))).containsExactly("EXPECTATION: the JSON value at $.state is not \"fine\"");
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$.checks[1].up", "true"))))).containsExactly("EXPECTATION: there is no JSON value at $.checks[1].up");
    sites.now("shop", Behaviour.json("[".repeat(100_000)));
    assertThat(causes(prober.probe(site(sites.url("shop"), json("$.state", "ok"))))).containsExactly("EXPECTATION: there is no JSON value at $.state");
  }

  @Test
  void headers_are_compared() {
    sites.now("shop", Behaviour.status(200, "X-Node: a", "X-Node: b7"));
    assertThat(causes(prober.probe(site(sites.url("shop"), header("x-node", "^b\\d$"))))).isEmpty();
    assertThat(causes(prober.probe(site(sites.url("shop"), header("X-Node", "^c"))))).containsExactly("EXPECTATION: the header X-Node does not match \"^c\"");
    assertThat(causes(prober.probe(site(sites.url("shop"), header("X-Other", ""))))).containsExactly("EXPECTATION: there is no header X-Other");
  }

  @Test
  void a_site_that_answers_later_than_expected_is_degraded() {
    sites.now("shop", Behaviour.slow(Duration.ofMillis(150), Behaviour.page("fine")));
    Observation seen = prober.probe(site(sites.url("shop"), within(Duration.ofMillis(100))));
    assertThat(causes(seen)).containsExactly("SLOW: its headers took longer than 100 ms");
    assertThat(seen.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(prober.probe(site(sites.url("shop"), within(Duration.ofSeconds(8)))).outcome()).isEqualTo(Outcome.UP);
  }

  @Test
  void one_gibibyte_is_read_as_far_as_the_limit_and_memory_stays_flat() {
    sites.now("shop", Behaviour.GIBIBYTE);
    Runtime.getRuntime().gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    for (int i = 0; i < 20; i++) {
      Observation seen = prober.probe(site(sites.url("shop"), present("never")));
      assertThat(seen.bytes()).isEqualTo(1 << 20);
      assertThat(causes(seen)).containsExactly("EXPECTATION: \"never\" is not in the part of the page that is read");
    }
    assertThat(prober.probe(site(sites.url("shop"))).outcome()).isEqualTo(Outcome.UP);
    Runtime.getRuntime().gc();
    assertThat(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before).isLessThan(16L << 20);
  }

  @Test
  void a_mebibyte_of_letters_is_searched_to_its_end() {
    sites.now("shop", Behaviour.LETTERS);
    Observation seen = prober.probe(site(sites.url("shop"), present("(a+)+$")));
    assertThat(seen.hasRegexp()).contains(true);
    assertThat(seen.bytes()).isEqualTo(1 << 20);
    assertThat(prober.probe(site(sites.url("shop"), present("(a+)+!$"))).hasRegexp()).contains(false);
  }

  @Test
  void two_hundred_slow_sites_at_once_delay_no_other() throws Exception {
    sites.now("slow", Behaviour.HANGS);
    ExecutorService threads = Executors.newFixedThreadPool(200);
    try {
      List<CompletableFuture<Observation>> slow = Collections.nCopies(200, 0).stream()
          .map(i -> CompletableFuture.supplyAsync(() -> prober.probe(site(sites.url("slow"), Duration.ofSeconds(4))), threads)).toList();
      await().until(() -> sites.count("slow") == 200);
      long began = System.nanoTime();
      assertThat(prober.probe(site(sites.url("shop"))).outcome()).isEqualTo(Outcome.UP);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
      assertThat(slow.stream().map(CompletableFuture::join)).allSatisfy(seen -> {
        assertThat(causes(seen)).containsExactly("UNREACHABLE: no answer of " + place + " within 4 s");
        assertThat(seen.phases().total()).isLessThan(Duration.ofSeconds(4).plus(SLACK));
      });
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_interrupted_thread_sees_what_others_see() {
    try (WebProber named = Probes.prober(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
      Thread.currentThread().interrupt();
      Observation seen = named.probe(site("http://shop.example:" + sites.port() + "/shop"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(seen.outcome()).isEqualTo(Outcome.UP);
      assertThat(Optional.of(seen.bytes())).contains(5L);
    }
  }
}
