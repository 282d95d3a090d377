package wadi.platform.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.Settings;
import wadi.platform.StartupException;

class SmppAccountTest {
  private static Settings settings(String... properties) {
    Map<String, String> environment = new HashMap<>(Map.of("DELIVERY_SMS_PROVIDER", "africastalking, smpp", "DELIVERY_SMS_SMPP_PASSWORD", "secret"));
    for (int i = 0; i < properties.length; i += 2) {
      environment.put(Settings.variable("delivery.sms.smpp." + properties[i]), properties[i + 1]);
    }
    return Settings.load(Path.of("").toAbsolutePath(), environment::get);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "port | 0 | a whole number from 1 to 65535",
      "window | 0 | a whole number from 1 to 1000",
      "receipt-ids | octal | one of same, decimal, hex",
      "alphabet | latin1 | one of gsm, ucs2",
      "data-coding | 256 | a whole number from 0 to 255",
      "dest-ton | 7 | a whole number from 0 to 6",
      "validity | 31d | up to 30d",
      "timeout | 0s | up to 1h",
      "password | ninechars | longer than the 8 octets",
      "system-id | sixteen-letters- | longer than the 15 octets",
      "source-address | Wädi | must be ASCII",
      "source-ton | 9 | a whole number from 0 to 6",
      "tls.ca | /nowhere.pem | make it true",
      "host | smsc.example.com | in the clear"})
  void refuses_what_cannot_be_used_and_says_what_would_be_right(String property, String value, String said) {
    assertThatThrownBy(() -> SmppAccount.check(settings(property, value))).isInstanceOf(StartupException.class).hasMessageContaining("delivery.sms.smpp.")
        .hasMessageContaining(said).hasMessageNotContaining("ninechars");
  }

  @Test
  void a_password_leaves_this_machine_encrypted_or_where_somebody_says_so() {
    assertThat(SmppAccount.of(settings("host", "smsc.example.com", "tls", "true")).tls()).isTrue();
    assertThat(SmppAccount.of(settings("host", "smsc.example.com", "in-the-clear", "true")).tls()).isFalse();
  }

  @Test
  void nothing_is_asked_of_who_does_not_use_it() {
    Map<String, String> environment = Map.of("DELIVERY_SMS_SMPP_PORT", "none");
    SmppAccount.check(Settings.load(Path.of("").toAbsolutePath(), environment::get));
  }

  @ParameterizedTest
  @CsvSource({"WADI, WADI, 5, 0", "+447700900123, 447700900123, 1, 1", "447700900123, 447700900123, 1, 1", "80808, 80808, 3, 0", "'', '', 0, 0"})
  void the_form_of_the_sender_says_its_kind(String given, String address, int ton, int npi) {
    assertThat(SmppAccount.of(settings("source-address", given)).source()).isEqualTo(new SmppAddress(address, ton, npi));
    assertThat(SmppAccount.of(settings("source-address", given, "source-ton", "6", "source-npi", "8")).source()).isEqualTo(new SmppAddress(address, 6, 8));
  }

  @Test
  void writes_the_validity_in_the_relative_form_and_no_password_anywhere() {
    SmppAccount account = SmppAccount.of(settings("validity", "36h"));
    assertThat(account.validity()).isEqualTo("000001120000000R");
    assertThat(account).asString().isEqualTo("wadi@127.0.0.1:2775").doesNotContain("secret");
  }
}
