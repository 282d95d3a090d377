package wadi.camel.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ports.DeadLetter;
import wadi.platform.ports.SiteRecipients;

class RecipientsTest {
  private static final Map<String, Object> SITE = Map.of("kind", "site", "siteId", 7);

  @TempDir
  private Path folder;
  private final List<String> parked = new ArrayList<>();

  @Test
  void names_who_gets_an_alert_over_each_channel() throws IOException {
    Recipients recipients = load("""
        email: {critical: [a@example.com, b@example.com], low: [c@example.com]}
        sms: {critical: ["+447700900123"]}
        whatsapp: {critical: [any-line-of-text]}
        """);
    assertThat(recipients.named("email", "critical", Map.of())).containsExactly("a@example.com", "b@example.com");
    assertThat(recipients.named("email", "low", Map.of())).containsExactly("c@example.com");
    assertThat(recipients.named("sms", "critical", Map.of())).containsExactly("+447700900123");
    assertThat(recipients.named("whatsapp", "critical", Map.of())).containsExactly("any-line-of-text");
    assertThat(parked).isEmpty();
  }

  @Test
  void reads_a_number_without_quotation_marks_too() throws IOException {
    assertThat(load("sms: {high: [+447700900123]}").named("sms", "high", Map.of())).containsExactly("+447700900123");
  }

  @ParameterizedTest
  @CsvSource({"sms,low", "sms,high", "email,high"})
  void writes_down_that_somebody_is_missing_and_lets_the_others_be_told(String channel, String severity) throws IOException {
    Recipients recipients = load("sms: {critical: [\"+447700900123\"], high: []}");
    assertThat(recipients.named(channel, severity, Map.of())).isEmpty();
    assertThat(parked).containsExactly("deliver-%s: routes/alerting/recipients.yaml names nobody for %s alerts over %s".formatted(channel, severity, channel));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "emial: {high: [a@example.com]}|unknown key \"emial\"|did you mean email?",
      "fax: {high: [a]}|unknown key \"fax\"|there are email, sms, whatsapp",
      "email: {hihg: [a@example.com]}|unknown key \"hihg\"|did you mean high?",
      "email: {high: ['Desk <desk@example.com>']}|email, high: \"Desk <desk@example.com>\" is more than a mail address|without a name",
      "email: {high: [example.com]}|email, high: \"example.com\" is no mail address: Missing final '@domain'|write one such as fraud-desk@example.com",
      "sms: {high: ['0711082000']}|sms, high: \"0711082000\" is no telephone number|write it with plus and country code",
      "sms: {high: ['+254 711 082000']}|sms, high: \"+254 711 082000\" is no telephone number|for example \"+447700900123\"",
      "sms: {high: }|sms, high: this is no list|write a list", "sms: {high: [null]}|sms, high: an address must be one line of text|write one",
      "sms:|sms must be an object|with the keys low, normal, high, critical",
      "whatsapp: {high: ['']}|whatsapp, high: an address must be one line of text|write one",
      "email: {high: a@example.com}|email, high: this is no list|such as [one, another]",
      "email: {high: [a@example.com], high: [b@example.com]}|\"high\" stands twice|the first is in line 2",
      "email: {high: [|is not YAML: while parsing a flow|check indentation and quotes"})
  void says_which_line_is_wrong_and_what_to_write(String yaml, String what, String instead) {
    InvalidFiles refused = catchThrowableOfType(InvalidFiles.class, () -> load("# who gets what\n" + yaml));

    assertThat(refused.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.file()).endsWith("recipients.yaml");
      assertThat(finding.line()).isEqualTo(2);
      assertThat(finding.message()).startsWith(what);
      assertThat(finding.hint()).contains(instead);
    });
  }

  @Test
  void says_everything_at_once() {
    InvalidFiles refused = catchThrowableOfType(InvalidFiles.class, () -> load("email:\n  high: [example.com]\nsms:\n  hihg: []\n  low: [12]\n"));

    assertThat(refused.findings()).extracting(Finding::line).containsExactly(2, 4, 5);
  }

  @Test
  void the_shipped_file_has_somebody_wherever_the_shipped_routing_leads() throws IOException {
    Recipients shipped = Recipients.load(Path.of("routes/alerting/recipients.yaml"), Set.of("email", "sms"), this::park, site -> Optional.empty());
    for (String severity : List.of("low", "normal", "high", "critical")) {
      assertThat(shipped.named("email", severity, Map.of())).isNotEmpty();
    }
    assertThat(shipped.named("sms", "high", Map.of())).isNotEmpty();
    assertThat(shipped.named("sms", "critical", Map.of())).isNotEmpty();
  }

  @Test
  void a_property_names_whom_mails_go_to_instead_of_the_file() throws IOException {
    Recipients recipients = load("{email: {high: [a@example.com]}, sms: {high: ['+447700900123']}}");
    assertThat(recipients.mailingTo(Optional.empty()).named("email", "high", Map.of())).containsExactly("a@example.com");
    Recipients changed = recipients.mailingTo(Optional.of("b@example.com, c@example.com"));
    assertThat(changed.named("email", "low", Map.of())).isEqualTo(changed.named("email", "high", Map.of())).containsExactly("b@example.com", "c@example.com");
    assertThat(changed.named("sms", "high", Map.of())).containsExactly("+447700900123");
  }

  @Test
  void that_property_names_mail_addresses() throws IOException {
    Files.writeString(folder.resolve("application.properties"), "alerting.email.to=b@example.com, nobody");
    assertThatThrownBy(() -> Recipients.check(Settings.load(folder, name -> null))).isInstanceOf(StartupException.class)
        .hasMessageContainingAll("alerting.email.to", "\"nobody\" is no mail address");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"hooks.example.com|this is no URL such as", "https://me:pw@hooks.example.com/|no user name or password",
      "https://hooks.example.com/a b|without blanks", "ftp://hooks.example.com/|must begin with https://"})
  void a_webhook_is_a_url(String address, String fault) {
    assertThat(Address.fault("webhook", address)).hasValueSatisfying(found -> assertThat(found.what()).contains(address, fault));
    assertThat(Address.fault("webhook", "https://hooks.example.com/alerts?a=b")).isEmpty();
  }

  @Test
  void a_property_names_whom_webhooks_go_to() throws IOException {
    assertThat(load("email: {high: [a@example.com]}").postingTo(Optional.of("https://a.example/, https://b.example/")).named("webhook", "low", Map.of()))
        .containsExactly("https://a.example/", "https://b.example/");
    Files.writeString(folder.resolve("application.properties"), "alerting.webhook.to=hooks.example.com");
    assertThatThrownBy(() -> Recipients.check(Settings.load(folder, name -> null))).isInstanceOf(StartupException.class)
        .hasMessageContainingAll("alerting.webhook.to", "\"hooks.example.com\" is no address of a webhook");
  }

  @Test
  void who_hears_of_a_site_stands_with_the_site() throws IOException {
    Recipients recipients = ofSite("{\"email\": {\"critical\": [\"shop@example.com\"], \"low\": []}, \"sms\": [\"+447700900999\"]}");
    assertThat(recipients.named("email", "critical", SITE)).containsExactly("shop@example.com");
    assertThat(recipients.named("sms", "low", SITE)).containsExactly("+447700900999");
    assertThat(recipients.named("whatsapp", "high", SITE)).as("a channel it does not name").containsExactly("w");
    assertThat(recipients.named("email", "low", SITE)).as("nobody, and it is meant so").isEmpty();
    assertThat(parked).isEmpty();
    assertThat(recipients.named("email", "high", SITE)).isEmpty();
    assertThat(parked).containsExactly("deliver-email: the site shop names nobody for high alerts over email");
    assertThat(recipients.named("email", "high", Map.of("kind", "fraud", "siteId", 7))).as("an alert of another kind").containsExactly("a@example.com");
    assertThat(recipients.named("email", "high", Map.of("kind", "site", "siteId", 8))).as("another site").containsExactly("a@example.com");
    assertThat(recipients.named("email", "high", Map.of("kind", "site", "siteId", "7"))).as("no number").containsExactly("a@example.com");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"email\": [\"nobody\"]}|email: \"nobody\" is no mail address", "{\"email\": \"b@example.com\"}|email: this is no list of addresses",
      "{\"email\": {\"hihg\": [\"b@example.com\"]}}|email: there is no severity \"hihg\"; write high", "[]|recipients are an object by channel", "7|recipients are an object by channel"})
  void with_recipients_of_a_site_that_cannot_be_used_those_of_the_file_hear_of_it(String recipients, String words) throws IOException {
    assertThat(ofSite(recipients).named("email", "high", SITE)).containsExactly("a@example.com");
    assertThat(parked).first().asString().startsWith("deliver-email: the site shop has recipients that cannot be used: " + words);
  }

  @Test
  void a_channel_there_is_not_is_said_to_be_none_when_a_site_is_stored() {
    assertThat(new SiteRecipientsReader(Set.of("email", "sms")).read(Map.of("emial", List.of("b@example.com"))).faults())
        .containsExactly(new SiteRecipientsReader.Fault("emial", "there is no channel \"emial\"; write email"));
  }

  private Recipients ofSite(String json) throws IOException {
    return Recipients.load(Files.writeString(folder.resolve("recipients.yaml"), "{email: {high: [a@example.com]}, whatsapp: {high: [w]}}"), Set.of("email", "sms", "whatsapp"), this::park,
        site -> site == 7 ? Optional.of(new SiteRecipients.OfSite("shop", json)) : Optional.empty());
  }

  private Recipients load(String yaml) throws IOException {
    return Recipients.load(Files.writeString(folder.resolve("recipients.yaml"), yaml), Set.of("email", "sms", "whatsapp"), this::park, site -> Optional.empty());
  }

  private void park(DeadLetter letter) {
    parked.add(letter.source() + ": " + letter.reason());
  }
}
