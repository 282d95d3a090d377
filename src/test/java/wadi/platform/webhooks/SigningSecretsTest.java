package wadi.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.CardKeys;
import wadi.platform.StartupException;

/** Verified by the library of the standard's authors, which Wadi itself does not use. */
class SigningSecretsTest {
  private static final String OLD = "01".repeat(32);
  private static final String NEW = "02".repeat(32);
  private static final String BODY = "{\"text\":\"Zahlung \u00fcber 25\u202f000 \ud83d\ude00\"}";
  private final Instant now = Instant.now();

  @Test
  void signs_as_the_standard_says() {
    // https://docs.svix.com/receiving/verifying-payloads/how-manual, and the tests of the standard's libraries
    assertThat(SigningSecrets.signature(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Instant.ofEpochSecond(1_614_265_330), "{\"test\": 2432232314}")).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void a_receiver_verifies_what_is_signed_for_it() {
    SigningSecrets secrets = secrets();
    assertThatCode(() -> verify(secrets.current("shop"), secrets.signatures("shop", "wadi-1", now, BODY), BODY)).doesNotThrowAnyException();
  }

  @Test
  void a_receiver_refuses_another_body_and_what_is_signed_for_another_client() {
    SigningSecrets secrets = secrets();
    assertThatThrownBy(() -> verify(secrets.current("shop"), secrets.signatures("shop", "wadi-1", now, BODY), BODY + " ")).isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> verify(secrets.current("shop"), secrets.signatures("", "wadi-1", now, BODY), BODY)).isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void while_the_key_is_being_changed_a_receiver_may_know_either_secret() {
    SigningSecrets before = secrets("NOTIFICATIONS_SIGNING_KEY", OLD);
    SigningSecrets during = secrets("NOTIFICATIONS_SIGNING_KEY", NEW, "NOTIFICATIONS_SIGNING_KEY_PREVIOUS", OLD);
    String signatures = during.signatures("shop", "wadi-1", now, BODY);
    assertThat(signatures.split(" ")).hasSize(2);
    assertThatCode(() -> verify(before.current("shop"), signatures, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> verify(during.current("shop"), signatures, BODY)).doesNotThrowAnyException();
    assertThat(during.previous("shop")).contains(before.current("shop"));
    assertThat(secrets("NOTIFICATIONS_SIGNING_KEY", NEW).previous("shop")).isEmpty();
  }

  @Test
  void the_first_key_may_take_over_from_the_derived_one() {
    SigningSecrets during = secrets("NOTIFICATIONS_SIGNING_KEY", NEW, "NOTIFICATIONS_SIGNING_KEY_PREVIOUS", "derived");
    assertThat(during.previous("shop")).contains(secrets().current("shop"));
  }

  @Test
  void each_client_has_a_secret_of_its_own_of_the_length_the_standard_asks_for() {
    SigningSecrets secrets = secrets();
    assertThat(secrets.current("shop")).startsWith("whsec_").isNotEqualTo(secrets.current("desk")).isEqualTo(secrets().current("shop"));
    assertThat(Base64.getDecoder().decode(secrets.current("").substring("whsec_".length()))).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({"NOTIFICATIONS_SIGNING_KEY,S3CRET", "NOTIFICATIONS_SIGNING_KEY,derived", "NOTIFICATIONS_SIGNING_KEY_PREVIOUS,0102"})
  void a_key_that_is_none_is_refused_by_name(String variable, String value) {
    assertThatThrownBy(() -> secrets(variable, value)).isInstanceOf(StartupException.class).hasMessageContaining(variable + " must be")
        .hasMessageNotContaining("S3CRET");
  }

  private static SigningSecrets secrets(String... environment) {
    return SigningSecrets.of(Targets.settings(environment), CardKeys.ofZeros());
  }

  private void verify(String secret, String signatures, String body) throws Exception {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("webhook-id", List.of("wadi-1"));
    headers.put("webhook-timestamp", List.of(String.valueOf(now.getEpochSecond())));
    headers.put("webhook-signature", List.of(signatures));
    new Webhook(secret).verify(body, HttpHeaders.of(headers, (name, value) -> true));
  }
}
