package wadi.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.net.InetAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.brokers.Certificate;
import wadi.platform.CardKeys;
import wadi.platform.Settings;
import wadi.platform.ports.Webhooks.Call;
import wadi.platform.ports.Webhooks.Ending;
import wadi.platform.ports.Webhooks.Posted;

class WebhookClientTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final String[] INSIDE = {"WEBHOOKS_HTTP", "true", "WEBHOOKS_ALLOW", "127.0.0.1", "WEBHOOKS_TIMEOUT", "500ms"};
  private final Receiver receiver = new Receiver();
  private final Settings settings = Targets.settings(INSIDE);
  private WebhookClient client = new WebhookClient(settings, CardKeys.ofZeros(), Clock.systemUTC(), InetAddress::getAllByName);

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  @Test
  void posts_signed_json_with_a_fixed_set_of_fields() {
    Posted posted = post("/in?token=a%20b");

    assertThat(posted).isEqualTo(new Posted(Ending.ANSWERED, 200, Duration.ZERO, ""));
    Receiver.Request request = receiver.requests().get(0);
    assertThat(request.head().get(0)).isEqualTo("POST /in?token=a%20b HTTP/1.1");
    assertThat(request.head().stream().skip(1).map(line -> line.split(":")[0])).containsExactlyInAnyOrder("Host", "User-Agent", "Content-Type", "Content-Length",
        "Connection", "webhook-id", "webhook-timestamp", "webhook-signature");
    assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(request.body()).isEqualTo("{\"text\":\"\u00e4\"}");
    assertThatCode(() -> verify(request)).doesNotThrowAnyException();
  }

  private void verify(Receiver.Request request) throws Exception {
    Map<String, List<String>> headers = new HashMap<>();
    Stream.of("webhook-id", "webhook-timestamp", "webhook-signature").forEach(name -> headers.put(name, List.of(request.header(name))));
    new Webhook(SigningSecrets.of(settings, CardKeys.ofZeros()).current("shop")).verify(request.body(), HttpHeaders.of(headers, (name, value) -> true));
  }

  @Test
  void connects_to_none_of_the_hostile_targets() {
    WebhookClient shipped = new WebhookClient(Targets.settings("WEBHOOKS_PORTS", "443, 8443, " + receiver.port()), CardKeys.ofZeros(), Clock.systemUTC(), host -> {
      throw new AssertionError(host + " is looked up");
    });
    List<String> urls = Stream.of(Targets.HOSTILE).map(url -> url.formatted(receiver.port())).filter(url -> !url.startsWith("https://hooks.example.org:" + receiver.port())).toList();
    assertThat(urls).hasSizeGreaterThan(100);
    assertThat(urls).allSatisfy(url -> assertThat(shipped.post(new Call(url, "msg_1", "", "{}")).ending()).as(url).isEqualTo(Ending.FORBIDDEN));
    assertThat(receiver.connections()).isZero();
    shipped.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "0.0.0.0"})
  void connects_to_no_name_that_stands_for_an_address_inside_even_beside_a_good_one(String address) throws Exception {
    InetAddress[] both = {InetAddress.getByName("127.0.0.9"), InetAddress.getByName(address)};
    WebhookClient asked = new WebhookClient(Targets.settings("WEBHOOKS_HTTP", "true", "WEBHOOKS_ALLOW", "127.0.0.9", "WEBHOOKS_PORTS", String.valueOf(receiver.port())),
        CardKeys.ofZeros(), Clock.systemUTC(), host -> both);
    Posted posted = asked.post(new Call("http://hooks.example.org:" + receiver.port() + "/", "msg_1", "", "{}"));
    assertThat(posted.ending()).isEqualTo(Ending.FORBIDDEN);
    assertThat(posted.words()).contains("is not one on the Internet");
    assertThat(receiver.connections()).isZero();
    asked.close();
  }

  @Test
  void a_name_that_changes_between_check_and_connection_gains_nothing() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    InetAddress[][] answers = {{InetAddress.getByName("127.0.0.1")}, {InetAddress.getByName("127.0.0.2")}}; // the second would be forbidden
    WebhookClient rebound = new WebhookClient(settings, CardKeys.ofZeros(), Clock.systemUTC(), host -> answers[Math.min(1, lookups.getAndIncrement())]);
    assertThat(rebound.post(new Call("http://hooks.example.org:" + receiver.port() + "/", "msg_1", "", "{}")).status()).isEqualTo(200);
    assertThat(lookups).as("looked up once: what was checked is what is connected to").hasValue(1);
    rebound.close();
  }

  @Test
  void a_client_with_hosts_without_number_that_never_answer_holds_up_no_other() throws Exception {
    InetAddress[] here = {InetAddress.getByName("127.0.0.1")};
    WebhookClient patient = new WebhookClient(Targets.settings("WEBHOOKS_HTTP", "true", "WEBHOOKS_ALLOW", "127.0.0.1", "WEBHOOKS_TIMEOUT", "1500ms"), CardKeys.ofZeros(),
        Clock.systemUTC(), host -> here);
    CountDownLatch ended = new CountDownLatch(1);
    receiver.answers((request, in, out) -> {
      if (request.header("Host").contains("wild")) {
        await().atMost(Duration.ofSeconds(30)).until(() -> ended.getCount() == 0);
      }
      Receiver.status(200).give(request, in, out);
    });
    String url = "http://%s.wild.example.org:" + receiver.port() + "/";
    List<Posted> first = IntStream.range(0, 20).mapToObj(i -> CompletableFuture.supplyAsync(() -> patient.post(new Call(url.formatted("a" + i), "msg_1", "wild", "{}")),
        command -> new Thread(command).start())).toList().stream().map(CompletableFuture::join).toList();
    assertThat(first).allMatch(posted -> posted.ending() == Ending.UNANSWERED);
    List<Posted> second = IntStream.range(0, 20).mapToObj(i -> CompletableFuture.supplyAsync(() -> patient.post(new Call(url.formatted("b" + i), "msg_1", "wild", "{}")),
        command -> new Thread(command).start())).toList().stream().map(CompletableFuture::join).toList();
    assertThat(second.stream().filter(posted -> posted.ending() == Ending.UNANSWERED)).hasSizeLessThanOrEqualTo(4);
    assertThat(second.stream().filter(posted -> posted.ending() == Ending.NOT_TRIED)).hasSizeGreaterThanOrEqualTo(16)
        .allMatch(posted -> posted.words().contains("client") && posted.pause().toMillis() >= 1_000);
    assertThat(patient.post(new Call("http://good.example.org:" + receiver.port() + "/", "msg_1", "shop", "{}")).status()).isEqualTo(200);
    ended.countDown();
    patient.close();
  }

  @Test
  void follows_no_redirect() {
    try (Receiver inside = new Receiver()) {
      receiver.answers(Receiver.status(302, "Location: " + inside.url("/secret"), "Set-Cookie: a=b"));
      assertThat(post("/").status()).isEqualTo(302);
      receiver.answers(Receiver.status(308, "Location: " + inside.url("/secret")));
      assertThat(post("/").status()).isEqualTo(308);
      assertThat(inside.connections()).isZero();
      assertThat(receiver.requests()).hasSize(2).allSatisfy(request -> assertThat(request.header("Cookie")).isEmpty());
    }
  }

  @Test
  void a_path_that_looks_like_another_host_is_a_path() {
    assertThat(post("//other.example/x").status()).isEqualTo(200);
    assertThat(receiver.requests().get(0).header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
  }

  @Test
  void a_whole_post_ends_in_time_though_the_answer_comes_drop_by_drop() {
    receiver.answers((request, in, out) -> drip(out, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1_000)));
    long began = System.nanoTime();
    Posted posted = post("/");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(5));
    assertThat(posted).isEqualTo(new Posted(Ending.UNANSWERED, 0, Duration.ZERO, "no answer within 500 ms"));
  }

  @Test
  void a_status_that_was_said_holds_though_the_rest_never_ends() {
    receiver.answers((request, in, out) -> {
      out.write("HTTP/1.1 204 OK\r\nTransfer-Encoding: chunked\r\n\r\n".replace("204", "201").getBytes(StandardCharsets.US_ASCII));
      drip(out, "1\r\na\r\n".repeat(10_000));
    });
    long began = System.nanoTime();
    assertThat(post("/").status()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(5));
  }

  @Test
  void reads_little_of_an_answer_without_end() {
    receiver.answers((request, in, out) -> {
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write(new byte[100_000]);
      }
    });
    assertThat(post("/").status()).isEqualTo(200);
  }

  @Test
  void an_answer_whose_fields_have_no_end_is_none() {
    receiver.answers((request, in, out) -> {
      out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write("X: y\r\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
    });
    assertThat(post("/").ending()).isEqualTo(Ending.UNANSWERED);
  }

  @Test
  void hangs_and_lost_connections_after_sending_leave_open_whether_it_arrived() {
    receiver.answers(Receiver.HANGS);
    assertThat(post("/").ending()).isEqualTo(Ending.UNANSWERED);
    receiver.answers(Receiver.HANGS_UP);
    assertThat(post("/").ending()).isEqualTo(Ending.UNANSWERED);
  }

  @Test
  void without_a_connection_nothing_was_sent() {
    receiver.close();
    assertThat(post("/").ending()).isEqualTo(Ending.NOT_SENT);
    assertThat(client.post(new Call("http://localhost.invalid.example:" + receiver.port() + "/", "msg_1", "", "{}")).ending()).isEqualTo(Ending.NOT_SENT);
  }

  @Test
  void to_a_server_whose_certificate_nobody_vouches_for_nothing_is_sent() throws Exception {
    try (Receiver tls = Receiver.encrypted()) {
      Posted posted = client.post(new Call("https://127.0.0.1:" + tls.port() + "/", "msg_1", "", "{}"));
      assertThat(posted.ending()).isEqualTo(Ending.NOT_SENT);
      assertThat(posted.words()).startsWith("no secure connection: ").contains("PKIX path");
      assertThat(tls.requests()).isEmpty();
    }
  }

  @Test
  void over_tls_a_server_must_be_who_its_certificate_names() throws Exception {
    Settings trusting = Targets.settings("WEBHOOKS_ALLOW", "127.0.0.1", "WEBHOOKS_TLS_CA", Certificate.get().certificate());
    try (Receiver tls = Receiver.encrypted();
        WebhookClient encrypting = new WebhookClient(trusting, CardKeys.ofZeros(), Clock.systemUTC(), host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")})) {
      assertThat(encrypting.post(new Call("https://127.0.0.1:" + tls.port() + "/", "msg_1", "", "{}")).status()).isEqualTo(200);
      Posted posted = encrypting.post(new Call("https://hooks.example.org:" + tls.port() + "/", "msg_1", "", "{}"));
      assertThat(posted.ending()).isEqualTo(Ending.NOT_SENT);
      assertThat(posted.words()).startsWith("no secure connection: ");
      assertThat(tls.requests()).hasSize(1);
    }
  }

  @Test
  void says_for_how_long_the_receiver_wants_to_be_left_alone() {
    receiver.answers(Receiver.status(429, "Retry-After: 120"));
    assertThat(post("/")).isEqualTo(new Posted(Ending.ANSWERED, 429, Duration.ofSeconds(120), ""));
  }

  @Test
  void a_host_without_answers_is_left_alone_and_others_are_not() {
    receiver.answers(Receiver.HANGS);
    IntStream.range(0, 3).forEach(i -> post("/"));
    AtomicReference<Posted> next = new AtomicReference<>(); // what was given up ends a moment after its caller has gone on
    await().atMost(Duration.ofSeconds(30)).until(() -> {
      next.set(post("/"));
      return next.get().ending() == Ending.NOT_TRIED;
    });
    assertThat(next.get().pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    assertThat(receiver.requests()).hasSizeBetween(3, 6);
    try (Receiver other = new Receiver()) {
      assertThat(client.post(new Call(other.url("/"), "msg_1", "", "{}")).status()).isEqualTo(200);
    }
  }

  @Test
  void of_many_posts_to_a_host_that_hangs_few_are_under_way() throws Exception {
    receiver.answers(Receiver.HANGS);
    var threads = Executors.newFixedThreadPool(40);
    CountDownLatch together = new CountDownLatch(40);
    List<CompletableFuture<Posted>> posts = IntStream.range(0, 40).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
      together.countDown();
      return post("/");
    }, threads)).toList();
    posts.forEach(CompletableFuture::join);
    assertThat(receiver.connections()).isBetween(1, 10); // eight, and those that try again alone
    threads.shutdown();
  }

  private Posted post(String path) {
    return client.post(new Call(receiver.url(path), "msg_1", "shop", "{\"text\":\"\u00e4\"}"));
  }

  private static void drip(java.io.OutputStream out, String text) throws Exception {
    for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
      out.write(b);
      out.flush();
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20); // this is what a slow server does
    }
  }
}
