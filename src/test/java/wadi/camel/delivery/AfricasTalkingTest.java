package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.Settings;
import wadi.platform.StartupException;

class AfricasTalkingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path home;

  @Test
  void reads_the_message_id_of_the_documented_reply() throws IOException {
    assertThat(provider("").messageId(reply("sent"))).isEqualTo("ATPid_SampleTxnId123");
  }

  @Test
  void tells_an_account_without_money_from_a_message_nobody_takes() {
    assertThatThrownBy(() -> provider("").messageId(reply("insufficient-balance")))
        .isInstanceOf(SendMisconfigured.class).hasMessage("statusCode 405 InsufficientBalance");
  }

  @Test
  void reads_what_is_said_for_all_recipients_together() {
    assertThatThrownBy(() -> provider("").messageId(reply("invalid-sender-id")))
        .isInstanceOf(SendMisconfigured.class).hasMessage("statusCode 402 InvalidSenderId");
  }

  @Test
  void writes_the_documented_form() throws IOException {
    Map<String, Object> delivery = Map.of("recipient", "+447700900123", "payload", Map.of("text", "held: 1 & 2"));
    assertThat(provider("").form(delivery)).isEqualTo("username=us&to=%2B447700900123&message=held%3A+1+%26+2&bulkSMSMode=1");
    assertThat(provider("delivery.sms.africastalking.from=WADI").form(delivery)).endsWith("&bulkSMSMode=1&from=WADI");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "http://127.0.0.1:{{management.port}}/sandbox/africastalking|''", "https://api.africastalking.com|a-real-key", "http://localhost:8099|a-real-key",
      "http://[::1]:8099|a-real-key"})
  void takes_https_with_a_key_of_ones_own_and_http_on_this_machine(String url, String key) {
    assertThatCode(() -> AfricasTalking.check(settings("", url, key))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "http://api.africastalking.com|a-real-key|must begin with https://", "api.africastalking.com|a-real-key|must begin with https://",
      "http://127.0.0.1.evil.example/|a-real-key|must begin with https://", "http://localhost@evil.example/|a-real-key|must begin with https://",
      "https://api.africastalking.com|''|DELIVERY_SMS_AFRICASTALKING_API_KEY"})
  void refuses_to_send_a_key_in_the_clear_or_the_wrong_one(String url, String key, String message) {
    assertThatThrownBy(() -> AfricasTalking.check(settings("", url, key))).isInstanceOf(StartupException.class)
        .hasMessageContaining("delivery.sms.africastalking.url").hasMessageContaining(message).hasMessageNotContaining("a-real-key");
  }

  @Test
  void needs_no_key_of_its_own_for_the_sandbox_inside() throws IOException {
    assertThat(new AfricasTalking(settings("", "http://127.0.0.1:{{management.port}}/sandbox/africastalking", "")).apiKey()).isEqualTo("sandbox");
  }

  @Test
  void refuses_the_sandbox_inside_where_it_is_switched_off() {
    assertThatThrownBy(() -> AfricasTalking.check(settings("inbox.enabled=false", "http://127.0.0.1:{{management.port}}/sandbox/africastalking", "")))
        .isInstanceOf(StartupException.class).hasMessageContaining("inbox.enabled=false");
  }

  @Test
  void checks_nothing_where_another_provider_sends() throws IOException {
    Files.writeString(home.resolve("application.properties"), "delivery.sms.provider=other\n");
    assertThatCode(() -> AfricasTalking.check(Settings.load(home, key -> null))).doesNotThrowAnyException();
  }

  private Settings settings(String more, String url, String key) throws IOException {
    Files.writeString(home.resolve("application.properties"), """
        delivery.sms.provider=africastalking
        delivery.sms.africastalking.username=us
        delivery.sms.africastalking.url=%s
        delivery.sms.africastalking.api-key=%s
        inbox.enabled=true
        %s
        """.formatted(url, key, more));
    return Settings.load(home, name -> null);
  }

  private AfricasTalking provider(String more) throws IOException {
    return new AfricasTalking(settings(more, "https://api.africastalking.com", "k"));
  }

  private static Map<String, Object> reply(String name) throws IOException {
    try (InputStream file = AfricasTalkingTest.class.getResourceAsStream("/africastalking/" + name + ".json")) {
      return JSON.readValue(file, new TypeReference<>() {});
    }
  }
}
