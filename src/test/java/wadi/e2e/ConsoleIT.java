package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSContext;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /console} in a browser, with everything in it that producers and people can write. */
@Timeout(240)
class ConsoleIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SHOTS = RunningWadi.HOME.resolve("target/console");
  private static final List<String> PAGES = List.of("map", "map/route-alert", "generations", "alerts", "silences", "deliveries", "parked", "sites", "budgets", "fraud", "inbox");

  /** None of these may be anything but text. */
  private static final String IMAGE = "<img src=x onerror=hacked=1>";
  private static final String SCRIPT = "\"><script>hacked=2</script>";
  private static final String LANGUAGE = "${7*7} {{7*7}} '-hacked=3-'";
  private static final String TURNED = "\u202egpj.exe";
  private static final String HOSTILE = IMAGE + SCRIPT + LANGUAGE + TURNED;

  @TempDir
  private static Path folder;
  private static EditedTree tree;
  private static MoodySmtpServer smtp;
  private static RunningWadi wadi;
  private static Operator operator;
  private static CompletableFuture<Browsing> opening;
  private static Browsing browser;
  private static HttpServer site;
  private static long alert;
  private static int shop;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Files.isExecutable(Browsing.PROGRAM), "chromium is not installed");
    tree = EditedTree.in(folder);
    smtp = new MoodySmtpServer();
    smtp.answer("550 5.1.1 " + IMAGE + SCRIPT);
    String route = "routes/alerting/route-alert.camel.yaml";
    tree.replace(route, "description: Sends an alert over the channels its severity deserves", "description: " + JSON.writeValueAsString("Sends " + IMAGE + SCRIPT + TURNED));
    tree.settle();
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_EMAIL_SMTP_PORT=" + smtp.port(), "SITES_ALLOW_PRIVATE=true");
    opening = CompletableFuture.supplyAsync(() -> new Browsing("http://127.0.0.1:" + wadi.port("MANAGEMENT_PORT")));
    wadi.startIn(tree.root());
    operator = new Operator(wadi);
    feed();
    browser = opening.join();
  }

  /** Hostile words through every door. */
  private static void feed() throws Exception {
    String words = JSON.writeValueAsString(HOSTILE);
    HttpResponse<String> reply = wadi.transact("""
        {"order": {"id": 7, "name": %1$s, %1$s: 1}, "paymentMethod": %1$s, "customer": {"id": %1$s, "name": %1$s},
         "payment": {"card": 4111111111111111, "amount": 25000, "currency": "INR", "note": %1$s}}""".formatted(words));
    long transaction = JSON.readTree(reply.body()).get("transactionID").asLong();
    accepted("/v2/notifications", "{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": %1$s, \"metadata\": {\"a\": %1$s}}".formatted(words));
    accepted("/v1/mail-requests", """
        {"requestId": "mentoring-7", "template": "confirmation-to-mentor", "recipient": {"name": %1$s, "email": "ana@example.com"},
         "params": {"mentor_name": %1$s, "mentored_name": %1$s, "mentored_id": "7", "mentoring_datetime": "2036-11-20T12:38:00-03:00"}}""".formatted(words));
    try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT"));
        JMSContext jms = broker.createContext()) {
      jms.createProducer().send(jms.createQueue("wadi.alerts"), "no alert " + HOSTILE);
    }
    watch();
    operator.post("/ops/reload?reason=" + encoded(HOSTILE) + "&to=999999", "Wadi-Actor", IMAGE);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.ops("/ops/parked").get("total")).hasToString("{\"delivery\":2,\"dead-letter\":1}"));
    alert = operator.ops("/ops/alerts?transaction=" + transaction).at("/alerts/0/id").asLong();
  }

  /** A site that is not as expected, and whose alerts nobody is told of. */
  private static void watch() throws Exception {
    site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    site.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    site.start();
    operator.post("/ops/silences?match=" + encoded("kind=site site=~\".*" + IMAGE + ".*\"") + "&for=3600&reason=" + encoded(HOSTILE), "Wadi-Actor", IMAGE);
    operator.post("/ops/silences?match=kind%3Dtext&for=60&from=2036-11-20T12:00:00Z&reason=" + encoded(HOSTILE), "Wadi-Actor", IMAGE);
    try (Connection connection = wadi.database(); PreparedStatement add = connection.prepareStatement(
        "insert into sites (name, url, regexp, after, every, recipients) values (?, ?, ?, 1, '1 day', ?::jsonb) returning id")) {
      add.setString(1, HOSTILE);
      add.setString(2, "http://127.0.0.1:" + site.getAddress().getPort() + "/?" + encoded(IMAGE));
      add.setString(3, IMAGE);
      add.setString(4, JSON.writeValueAsString(Map.of("email", List.of(IMAGE))));
      try (ResultSet row = add.executeQuery()) {
        row.next();
        shop = row.getInt(1);
      }
    }
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      statement.execute("insert into site_day select %d, current_date - n, 100, 100 - n %% 4, 0, 0, n %% 4, 12, 0.5 from generate_series(1, 20) n".formatted(shop));
    }
    await().atMost(PATIENCE).until(() -> operator.ops("/ops/incidents?open=true").at("/incidents/0/silencedBy").isNumber());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void accepted(String path, String body) {
    HttpResponse<String> reply = wadi.send(path, body, null).join();
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
  }

  @AfterAll
  static void stop() throws Exception {
    if (opening != null) {
      opening.join().close();
      wadi.close();
      smtp.close();
    }
    if (site != null) {
      site.stop(0);
    }
  }

  @Test
  void every_page_is_read_without_a_token_and_hostile_words_stay_words_at_any_size() {
    for (int width : List.of(1280, 375)) {
      browser.newTab(width, 900, width == 375 ? ColorScheme.DARK : ColorScheme.LIGHT);
      for (String way : PAGES) {
        browser.open(way);
        staysHarmless(way + " at " + width);
      }
      browser.open("alerts/" + alert);
      assertThat(browser.textWith("From intake to receipt")).contains(IMAGE, SCRIPT, "LARGE_AMOUNT", "5.1.1", "‹U+202E›gpj.exe", "${7*7}").doesNotContain("\u202e");
      staysHarmless("alert at " + width);
      browser.open("parked");
      assertThat(browser.textWith("dead letter")).contains(IMAGE, "JsonParseException");
      browser.open("inbox");
      assertThat(browser.textWith("sms")).contains(HOSTILE.replace("\u202e", "‹U+202E›"));
      browser.open("sites");
      assertThat(browser.textWith("Wrong now")).contains(IMAGE, "‹U+202E›gpj.exe", "silenced until", "! failed").doesNotContain("\u202e");
      browser.open("sites/" + shop);
      assertThat(browser.textWith("Who hears of it")).contains("Must be found\n" + IMAGE, "email: " + IMAGE, "! failed", "98.4").doesNotContain("\u202e");
      staysHarmless("site at " + width);
      browser.open("silences");
      assertThat(browser.textWith("To come")).contains("site=~\".*" + IMAGE, SCRIPT, "by " + IMAGE, "1 alert not sent");
      browser.open("map/route-alert");
      assertThat(browser.textWith("Sends " + IMAGE)).contains("nodePrefixId: route-alert.", "only mails a low alert");
      browser.wasQuiet();
    }
  }

  private static void staysHarmless(String where) {
    Page page = browser.page();
    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(where.replaceAll("\\W+", "-") + ".png")));
    assertThat(page.evaluate("typeof hacked")).as(where).isEqualTo("undefined");
    assertThat(page.evaluate("document.querySelectorAll('img:not([src=\"wadi.svg\"]), script:not([src]), main script').length")).as(where).isEqualTo(0);
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).as(where + " fits the screen").isEqualTo(true);
  }

  @Test
  void without_the_token_nothing_is_changed_and_a_page_of_others_gets_nowhere() throws Exception {
    long running = operator.running();
    browser.newTab(1280, 900, ColorScheme.LIGHT);
    browser.open("generations");
    browser.page().click("#reload");
    browser.page().click("dialog button[type=submit]");
    browser.page().waitForSelector("dialog input[name=token]");
    browser.press("Escape");
    browser.page().waitForSelector("dialog", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
    assertThat(browser.focused()).as("the focus is where it was").isEqualTo("Reload");

    assertThat(browser.page().evaluate("fetch('/ops/reload', {method: 'POST'}).then(r => r.status)")).isEqualTo(401);
    assertThat(browser.page().evaluate("fetch('/ops/check', {method: 'POST'}).then(r => r.status)")).isEqualTo(401);
    String token = "Bearer " + Files.readString(wadi.data().resolve("secrets/operations-token")).strip();
    assertThat(wadi.post("/ops/check", "Authorization", token, "Sec-Fetch-Site", "cross-site").join().statusCode()).isEqualTo(403);
    assertThat(operator.running()).isEqualTo(running);
    Map<String, List<String>> headers = wadi.get("/console/").headers().map();
    assertThat(headers.get("content-security-policy").get(0)).startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    assertThat(headers).containsEntry("x-content-type-options", List.of("nosniff")).containsEntry("referrer-policy", List.of("no-referrer"));
    assertThat(wadi.get("/console/nothing.js").statusCode()).isEqualTo(404);
    assertThat(wadi.get("/console/..%2fopenapi.yaml").statusCode()).isEqualTo(404);
  }

  @Test
  void with_the_keyboard_alone_somebody_checks_reloads_goes_back_and_replays() throws Exception {
    long first = operator.running();
    browser.newTab(1280, 900, ColorScheme.LIGHT);
    browser.open("generations");
    browser.press("Tab");
    assertThat(browser.focused()).isEqualTo("Skip to the page");
    browser.press("Enter");
    tree.replace("routes/fraud/rules.yaml", "score: 100", "score: high");
    browser.tabTo("Check the files");
    browser.press("Enter");
    browser.page().waitForSelector("dialog[open]");
    assertThat(browser.focused()).isEqualTo("Token");
    browser.type("wrong");
    browser.press("Enter");
    browser.textWith("This token is wrong.");
    browser.type(Files.readString(wadi.data().resolve("secrets/operations-token")).strip());
    browser.press("Tab");
    browser.type("alice");
    browser.press("Enter");
    assertThat(browser.textWith("The files may not go live")).containsPattern("routes/fraud/rules\\.yaml:\\d+").contains("-    score: 100", "+    score: high");

    tree.restore();
    tree.greeting("hello");
    browser.tabTo("Reload");
    browser.press("Enter");
    browser.type("a new page " + IMAGE);
    browser.press("Enter");
    assertThat(browser.textWith("added answer-hello")).contains("alice", "a new page " + IMAGE);
    await().atMost(PATIENCE).until(() -> operator.running() > first);

    browser.tabTo("Go back to " + first);
    browser.press("Enter");
    browser.page().waitForSelector("dialog[open]");
    browser.press("Enter");
    browser.textWith("gone back by alice");
    await().atMost(PATIENCE).until(() -> wadi.ask("/hello").join().statusCode() == 404);

    smtp.answer("250 fine");
    browser.open("parked?kind=delivery");
    browser.tabTo("Replay");
    browser.press("Enter");
    browser.page().waitForSelector("dialog[open]");
    browser.type("mail server mended");
    browser.press("Enter");
    browser.textWith("It waits to be sent again.");
    await().atMost(PATIENCE).until(() -> operator.ops("/ops/deliveries?status=delivered&channel=email").get("deliveries").size() == 1);
    JsonNode audit = operator.ops("/ops/audit").at("/audit/0");
    assertThat(audit.get("action").asText()).isEqualTo("replay");
    assertThat(audit.get("actor").asText()).isEqualTo("alice");
    assertThat(audit.get("reason").asText()).isEqualTo("mail server mended");
    browser.wasQuiet();
  }

  @Test
  void with_the_keyboard_alone_somebody_looks_at_a_site_silences_it_and_ends_that() throws Exception {
    browser.newTab(375, 812, ColorScheme.LIGHT);
    browser.open("sites/" + shop);
    browser.tabTo("Check now");
    browser.press("Enter");
    browser.page().waitForSelector("dialog[open]");
    browser.type(Files.readString(wadi.data().resolve("secrets/operations-token")).strip());
    browser.press("Tab");
    browser.type("bob");
    browser.press("Enter");
    assertThat(browser.textWith("Just now: ! failed")).contains("Status\n200", "This look is not kept");

    browser.tabTo("Silence");
    browser.press("Enter");
    browser.page().waitForSelector("details[open] [name=reason]:focus");
    browser.type("moving " + IMAGE);
    browser.press("Enter");
    assertThat(browser.textWith("Nobody is told of alerts with site=\"")).contains(SCRIPT.replace("\"", "\\\""), "for 2 hours, from now");
    assertThat(browser.focused()).as("nothing happens by mistake").isEqualTo("Leave it");
    browser.tabTo("Silence them");
    browser.press("Enter");
    assertThat(browser.textWith("Silence 3 is made")).contains("moving " + IMAGE, "by bob");
    JsonNode made = operator.ops("/ops/silences").at("/silences/0");
    assertThat(made.get("reason").asText()).isEqualTo("moving " + IMAGE);
    assertThat(operator.ops("/ops/sites/" + shop).at("/silenced")).as("what was written in the form is the site's name").anyMatch(by -> by.get("by").asInt() == 3);

    browser.tabTo("End silence 3");
    browser.press("Enter");
    browser.page().waitForSelector("dialog[open]");
    browser.type("moved");
    browser.press("Enter");
    browser.textWith("Silence 3 is over.");
    assertThat(operator.ops("/ops/audit?target=silence/3").get("audit")).extracting(line -> line.get("action").asText() + " by " + line.get("actor").asText() + ": " + line.get("reason").asText())
        .containsExactly("end silence by bob: moved", "silence by bob: moving " + IMAGE);
    browser.wasQuiet();
  }
}
