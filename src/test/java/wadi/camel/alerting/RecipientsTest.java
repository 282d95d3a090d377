package wadi.camel.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.ports.DeadLetter;

class RecipientsTest {
  @TempDir
  private Path folder;
  private final List<String> parked = new ArrayList<>();

  @Test
  void names_who_gets_an_alert_over_each_channel() throws IOException {
    Recipients recipients = load("""
        email: {critical: [a@example.com, b@example.com], low: [c@example.com]}
        sms: {critical: ["+254711082000"]}
        whatsapp: {critical: [any-line-of-text]}
        """);
    assertThat(recipients.of("email", "critical")).containsExactly("a@example.com", "b@example.com");
    assertThat(recipients.of("email", "low")).containsExactly("c@example.com");
    assertThat(recipients.of("sms", "critical")).containsExactly("+254711082000");
    assertThat(recipients.of("whatsapp", "critical")).containsExactly("any-line-of-text");
    assertThat(parked).isEmpty();
  }

  @Test
  void reads_a_number_without_quotation_marks_too() throws IOException {
    assertThat(load("sms: {high: [+254711082000]}").of("sms", "high")).containsExactly("+254711082000");
  }

  @ParameterizedTest
  @CsvSource({"sms,low", "sms,high", "email,high"})
  void writes_down_that_somebody_is_missing_and_lets_the_others_be_told(String channel, String severity) throws IOException {
    Recipients recipients = load("sms: {critical: [\"+254711082000\"], high: []}");
    assertThat(recipients.of(channel, severity)).isEmpty();
    assertThat(parked).containsExactly("deliver-%s: routes/alerting/recipients.yaml names nobody for %s alerts over %s".formatted(channel, severity, channel));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "emial: {high: [a@example.com]}|there is no channel emial|email, sms, whatsapp",
      "email: {hihg: [a@example.com]}|email, hihg|there is no severity",
      "email: {high: [example.com]}|email, high|\"example.com\" is no mail address",
      "sms: {high: ['0711082000']}|sms, high|\"0711082000\" is no telephone number; write it with plus and country code",
      "sms: {high: ['+254 711 082000']}|sms, high|\"+254711082000\"",
      "sms: {high: }|sms, high|write a list", "sms: {high: [null]}|sms, high|one line of text", "sms:|sms is empty|by severity",
      "email: {high: [a@example.com]}, email: {}|recipients.yaml:1|expected", "whatsapp: {high: ['']}|whatsapp, high|one line of text",
      "email: {high: a@example.com}|recipients.yaml:1|ArrayList", "'email: {high: [a@example.com], high: [b@example.com]}'|recipients.yaml:1|Duplicate"})
  void says_which_line_is_wrong_and_what_to_write(String yaml, String where, String what) {
    assertThatThrownBy(() -> load(yaml.replaceAll("^'|'$", ""))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("recipients.yaml").hasMessageContaining(where).hasMessageContaining(what);
  }

  @Test
  void the_shipped_file_has_somebody_wherever_the_shipped_routing_leads() throws IOException {
    Recipients shipped = Recipients.load(Path.of("routes/alerting/recipients.yaml"), Set.of("email", "sms"), this::park);
    for (String severity : List.of("low", "normal", "high", "critical")) {
      assertThat(shipped.of("email", severity)).isNotEmpty();
    }
    assertThat(shipped.of("sms", "high")).isNotEmpty();
    assertThat(shipped.of("sms", "critical")).isNotEmpty();
  }

  private Recipients load(String yaml) throws IOException {
    return Recipients.load(Files.writeString(folder.resolve("recipients.yaml"), yaml), Set.of("email", "sms", "whatsapp"), this::park);
  }

  private void park(DeadLetter letter) {
    parked.add(letter.source() + ": " + letter.reason());
  }
}
