package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.camel.files.Finding;
import wadi.runtime.Candidate;
import wadi.runtime.Snapshot;

/** What ./wadi new writes, and what ./wadi check then says of it. */
class NewCommandTest {
  private static final String SEND = "routes/delivery/send-whatsapp-acme";
  private static final String SITES = "routes/sites/sites.yaml";
  private static final String RULES = "routes/fraud/rules.yaml";
  private static final String NOT_WRITTEN = "(?s)        # What follows is a guess.*?take out not-written-yet\"\n";

  @TempDir
  private Path folder;
  private Path files;
  private String said;

  @BeforeEach
  void copy() {
    files = Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("files")).folder();
  }

  @Test
  void a_new_channel_and_a_new_rule_fail_by_their_specs_alone_until_they_are_filled_in() throws IOException {
    Map<String, String> before = texts();
    assertThat(create("channel", "whatsapp", "--provider", "acme")).as(said).isZero();
    assertThat(said).contains("new      " + SEND + ".camel.yaml\n", "new      templates/whatsapp/fraud.txt.mustache\n", "changed  routes/alerting/route-alert.camel.yaml\n",
        "  1. Fit " + SEND + ".camel.yaml", "DELIVERY_WHATSAPP_ACME_TOKEN");
    assertThat(create("rule", "gift-cards", "--description", "He said: \"50 gift cards\" # at once")).as(said).isZero();
    assertThat(create("site", "shop", "--url", "https://shop.example.com/", "--every", "1m")).as(said).isZero();
    before.forEach((file, text) -> assertThat(read(file)).as(file).contains(text.lines().filter(line -> !line.equals("sites: []")).toList()));

    List<Finding> found = check();
    assertThat(found).extracting(Finding::file).containsExactly(SEND + ".spec.yaml", SEND + ".spec.yaml", "routes/fraud/check-fraud.spec.yaml").as(found.toString());
    assertThat(found.get(0).message()).contains("send-whatsapp-acme is not written yet");
    assertThat(found.get(2).message()).contains("notices what rule gift-cards is about: write its condition (when) in rules.yaml");

    write(SEND + ".camel.yaml", read(SEND + ".camel.yaml").replaceFirst(NOT_WRITTEN, ""));
    write(RULES, read(RULES).replace("when: \"false\"", "when: \"has(tx.payment.amount) && tx.payment.amount == 123.0\""));
    assertThat(check()).isEmpty();
  }

  @Test
  void what_is_there_already_is_refused_and_nothing_is_written() throws IOException {
    create("channel", "whatsapp", "--provider", "acme");
    create("rule", "gift-cards");
    create("site", "shop", "--url", "https://shop.example.com/");
    Map<String, String> before = texts();

    assertThat(create("channel", "whatsapp", "--provider", "other")).isEqualTo(1);
    assertThat(said).contains("The name whatsapp is taken: application.properties has delivery.whatsapp.");
    assertThat(create("channel", "http")).isEqualTo(1);
    assertThat(said).contains("The name http is taken");
    assertThat(create("rule", "gift-cards")).isEqualTo(1);
    assertThat(said).contains("has a rule gift-cards already");
    assertThat(create("rule", "large-amount")).isEqualTo(1);
    assertThat(create("site", "shop", "--url", "https://other.example.com/")).isEqualTo(1);
    assertThat(said).contains("routes/sites/sites.yaml:", "two sites have the name \"shop\"");
    assertThat(create("site", "other", "--url", "ftp://other.example.com/")).isEqualTo(1);
    assertThat(said).contains("routes/sites/sites.yaml:", "url: ", "Nothing is written.");
    assertThat(texts()).isEqualTo(before);
  }

  @Test
  void a_site_keeps_comments_and_form_and_says_only_what_was_given() throws IOException {
    String shipped = read(SITES);
    assertThat(create("site", "shop: the \"first\"", "--url", "https://shop.example.com/", "--every", "1m", "--regexp", "Add to (cart|basket)", "--status", "200,301-302",
        "--certificate-days", "14", "--to", "email=shop-desk@example.com", "--within", "")).as(said).isZero();
    assertThat(create("site", "blog", "--url", "https://blog.example.com/?a=b#c")).as(said).isZero();

    assertThat(read(SITES)).isEqualTo(shipped.replace("sites: []\n", """
        sites:
          - name: "shop: the \\"first\\""
            url: https://shop.example.com/
            every: 1m
            status:
              - 200
              - 301-302
            regexp: Add to (cart|basket)
            certificate-days: 14
            recipients:
              email:
                - shop-desk@example.com
          - name: blog
            url: https://blog.example.com/?a=b#c
        """));
    Files.delete(files.resolve(SITES));
    assertThat(create("site", "blog", "--url", "https://blog.example.com/")).as(said).isZero();
    assertThat(read(SITES)).isEqualTo("sites:\n  - name: blog\n    url: https://blog.example.com/\n");
  }

  @Test
  void when_one_file_cannot_be_written_none_is() throws IOException {
    Files.writeString(files.resolve("templates/whatsapp"), "no folder");
    Map<String, String> before = texts();
    assertThat(create("channel", "whatsapp")).isEqualTo(1);
    assertThat(said).contains("It cannot be written", "Nothing has changed.");
    assertThat(texts()).isEqualTo(before);

    write("routes/alerting/recipients.yaml", "{email: {low: [a@example.com]}}\n");
    before = texts();
    assertThat(create("channel", "telegram")).isEqualTo(1);
    assertThat(said).contains("routes/alerting/recipients.yaml:1: ", "by hand", "telegram:");
    assertThat(texts()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel|Whats App", "channel|../sms", "channel|a", "channel|null", "channel|wörter", "channel|whatsapp|--provider|../acme", "rule|Gift Cards", "rule|gift_cards",
      "rule|ok|--description| ", "rule|ok|--description|two\nlines", "site|12|--url|https://a.example.com/"})
  void a_name_that_is_none_is_refused_with_what_to_write(String words) throws IOException {
    Map<String, String> before = texts();
    assertThat(create(words.split("\\|"))).isEqualTo(1);
    assertThat(said).startsWith("wadi: ").containsAnyOf("such as", "one line", "with a letter in it");
    assertThat(texts()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "channel", "site|shop", "rule", "route|x", "site|shop|--url|"})
  void a_wrong_call_ends_with_2(String words) {
    assertThat(create(words.isEmpty() ? new String[0] : words.split("\\|", -1))).isEqualTo(2);
  }

  private List<Finding> check() {
    return Candidate.of(Snapshot.take(files, folder.resolve("copy-" + System.nanoTime()))).check().findings();
  }

  private int create(String... words) {
    List<String> all = new ArrayList<>(List.of("new"));
    all.addAll(List.of(words));
    if (words.length > 0) {
      all.addAll(2, List.of("--dir", files.toString()));
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      return WadiCommand.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(out);
      System.setErr(err);
      said = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private Map<String, String> texts() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(files)) {
      all.filter(Files::isRegularFile).forEach(path -> texts.put(files.relativize(path).toString(), read(files.relativize(path).toString())));
    }
    return texts;
  }

  private String read(String file) {
    try {
      return Files.readString(files.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(files.resolve(file), text);
  }
}
