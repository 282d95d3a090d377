package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.xml.LwModelToXMLDumper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.fraud.RuleBook;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Settings;

/** Everything people do to the files, good and broken, while requests and messages keep coming. */
@Timeout(900)
class ReloadTableIT {
  private static final int MESSAGES = 10_000;
  private static final int MORE_RELOADS = 3;
  private static final Duration MESSAGES_FOR = Duration.ofSeconds(40);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Path folder;
  private static ReloadTree tree;
  private static Application application;
  /** Every generation that was current. */
  private static final List<WeakReference<CamelContext>> CONTEXTS = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    tree = ReloadTree.in(folder.resolve("wadi"));
    application = Application.start(tree.settings());
    CONTEXTS.clear();
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void no_edit_loses_a_request_or_a_message_and_none_is_live_in_part() throws Exception {
    List<String> wrong = new ArrayList<>();
    Resources tenth = null;
    try (HttpTraffic fast = new HttpTraffic(port("http.port"), "/fast", 16, Duration.ofMillis(100));
        HttpTraffic more = new HttpTraffic(port("http.port"), "/fast", 64, Duration.ofMillis(800));
        HttpTraffic slow = new HttpTraffic(port("http.port"), "/slow", 16, Duration.ofMillis(100));
        HttpTraffic slower = new HttpTraffic(port("http.port"), "/slow", 64, Duration.ofSeconds(1));
        QueueTraffic messages = new QueueTraffic(port("broker.artemis.port"), "load.in", "load.out", MESSAGES, MESSAGES_FOR)) {
      for (Edit edit : Edit.all()) {
        play(edit).ifPresent(wrong::add);
        tenth = CONTEXTS.size() == 10 ? Resources.now() : tenth;
      }
      for (int i = 0; i < MORE_RELOADS; i++) {
        play(again(i)).ifPresent(wrong::add);
      }
      messages.awaitSent();
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.arrived() >= messages.sent());
      for (HttpTraffic traffic : List.of(fast, more, slow, slower)) {
        traffic.close();
        assertThat(traffic.failures()).isEmpty();
        assertThat(traffic.answered()).isPositive();
      }
      assertThat(wrong).isEmpty();
      assertThat(messages.arrived()).isEqualTo(MESSAGES).isEqualTo(messages.sent());
      assertThat(messages.twice()).isZero();
      assertThat(fast.answers()).contains("hello, one", "hello, two", "welcome, two", "welcome, " + (MORE_RELOADS - 1));
    }
    assertThatNothingIsLeft(tenth);
  }

  @Test
  @Tag("soak")
  void two_hundred_reloads_and_a_hundred_refusals_lose_nothing_and_leave_nothing_behind() throws Exception {
    List<String> wrong = new ArrayList<>();
    Resources tenth = null;
    try (HttpTraffic fast = new HttpTraffic(port("http.port"), "/fast", 16, Duration.ofMillis(5));
        HttpTraffic more = new HttpTraffic(port("http.port"), "/fast", 64, Duration.ofMillis(100));
        HttpTraffic slow = new HttpTraffic(port("http.port"), "/slow", 16, Duration.ZERO);
        HttpTraffic slower = new HttpTraffic(port("http.port"), "/slow", 64, Duration.ofSeconds(1));
        QueueTraffic messages = new QueueTraffic(port("broker.artemis.port"), "load.in", "load.out", 40_000, Duration.ofSeconds(160))) {
      for (int i = 1; i <= 200; i++) {
        play(again(i)).ifPresent(wrong::add);
        if (i % 2 == 0) {
          play(broken(i)).ifPresent(wrong::add);
        }
        tenth = i == 10 ? Resources.collected() : tenth;
      }
      messages.awaitSent();
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.arrived() >= messages.sent());
      for (HttpTraffic traffic : List.of(fast, more, slow, slower)) {
        traffic.close();
        assertThat(traffic.failures()).isEmpty();
      }
      assertThat(wrong).isEmpty();
      assertThat(messages.twice()).isZero();
      System.out.printf("reload soak: %d and %d answers, %d messages; at the 10th %s, at the 200th %s%n", fast.answered() + more.answered(),
          slow.answered() + slower.answered(), messages.arrived(), tenth, Resources.collected());
    }
    assertThatNothingIsLeft(tenth);
    assertThat(Resources.collected().heap()).isLessThan(tenth.heap() * 5 / 4);
  }

  private static Edit broken(int i) {
    List<Edit> broken = Edit.all().stream().filter(edit -> !edit.isGood() && edit.kind().startsWith("added")).toList();
    return broken.get(i / 2 % broken.size());
  }

  /** A generation that has ended takes everything with it: what is there at the end was there at the tenth. */
  private static void assertThatNothingIsLeft(Resources tenth) {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
      System.gc();
      assertThat(CONTEXTS.stream().filter(context -> context.get() != null).count()).isLessThanOrEqualTo(2);
      assertThat(Resources.now().threads()).isLessThanOrEqualTo(tenth.threads() + 10);
      assertThat(Resources.now().files()).isLessThanOrEqualTo(tenth.files() + 10);
    });
  }

  private static Edit again(int i) {
    String next = ", " + i;
    return new Edit("again", files -> {
      files.write("routes/load/receive-fast.camel.yaml", files.read("routes/load/receive-fast.camel.yaml").replaceFirst(", (one|two|\\d+)", next));
      files.write("routes/load/receive-fast.spec.yaml", files.read("routes/load/receive-fast.spec.yaml").replaceFirst(", (one|two|\\d+)", next));
    }, "/fast", (tree.read("application.properties").contains("welcome") ? "welcome" : "hello") + next, null);
  }

  private static int port(String property) {
    return tree.settings().port(property);
  }

  /** What was not as it should be. */
  private static Optional<String> play(Edit edit) throws Exception {
    return Optional.ofNullable(wrong(edit)).map(what -> edit + ": " + what);
  }

  private static String wrong(Edit edit) throws Exception {
    Path saved = tree.save(folder.resolve("saved"));
    Generation before = application.generation();
    edit.change().accept(tree);
    ReloadReport report = awaitDrained(() -> application.reload(Way.RELOAD));
    CONTEXTS.add(new WeakReference<>(application.generation().context()));
    if (edit.isGood()) {
      return report.outcome() == Outcome.LIVE ? isLive(edit) : "was " + report.outcome() + " " + report.faults();
    }
    tree.restore(saved);
    List<Fault> faults = report.faults();
    if (report.outcome() != Outcome.REFUSED || application.generation() != before) {
      return "was " + report.outcome() + " " + report.detail();
    }
    return faults.stream().anyMatch(fault -> (fault.file() + " " + fault.message() + " " + fault.hint()).contains(edit.fault())
        && !fault.file().isEmpty() && !fault.file().startsWith("/")) ? null : "said " + faults;
  }

  private static String isLive(Edit edit) throws Exception {
    HttpResponse<String> answer = get(edit.path());
    if (edit.answer() == null ? answer.statusCode() != 404 : !answer.body().equals(edit.answer())) {
      return "answered " + answer.statusCode() + " " + answer.body();
    }
    Map<String, String> running = dump(application.generation().context());
    Map<String, String> fresh = freshDump();
    Set<String> keys = new TreeSet<>(running.keySet());
    keys.addAll(fresh.keySet());
    keys.removeIf(key -> Objects.equals(running.get(key), fresh.get(key)));
    return keys.isEmpty() ? null : "differs in " + keys + ", runs " + running.get(keys.iterator().next()) + " and not " + fresh.get(keys.iterator().next());
  }

  /** While two generations drain, nobody may reload. */
  private static ReloadReport awaitDrained(Supplier<ReloadReport> reload) {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(reload::get, report -> report.outcome() != Outcome.BUSY);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("http.port") + path)).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
  }

  /** Of a generation that is made of the same files and thrown away. */
  private static Map<String, String> freshDump() throws Exception {
    Snapshot snapshot = Snapshot.take(tree.home(), folder.resolve("fresh"));
    Settings settings = ReloadTree.settings(snapshot.folder());
    Generation fresh = new GenerationFactory(application.platform(), new Ticks()).build(0, new Generation.Files(snapshot, new byte[0], settings,
        CompletableFuture.completedFuture(RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml")))));
    try {
      return dump(fresh.context());
    } finally {
      fresh.close();
    }
  }

  private static Map<String, String> dump(CamelContext context) throws Exception {
    ModelCamelContext model = (ModelCamelContext) context;
    Map<String, String> dump = new TreeMap<>();
    String folder = context.resolvePropertyPlaceholders("{{app.dir}}");
    UnaryOperator<String> withoutNumbers = text -> text.replace(folder, "").replaceAll("\\b([a-zA-Z-]*?)\\d+\"", "$1\""); // Camel counts what has no id
    for (RouteDefinition route : model.getRouteDefinitions()) {
      dump.put(route.getRouteId().replaceAll("\\d+$", ""), withoutNumbers.apply(new LwModelToXMLDumper().dumpModelAsXml(context, route, true, false, false)));
    }
    for (RouteConfigurationDefinition configuration : model.getRouteConfigurationDefinitions()) {
      dump.put("configuration " + configuration.getId(), withoutNumbers.apply(new LwModelToXMLDumper().dumpModelAsXml(context, configuration)));
    }
    return dump;
  }
}
