package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.push.FcmStandIn;

class FcmTest {
  private static final Path FILE = Path.of("service-account.json");
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "http://fcm.googleapis.com|my-app|must begin with https://", "http://127.0.0.1.evil.example|my-app|must begin with https://",
      "https://fcm.googleapis.com|my-app|DELIVERY_PUSH_FCM_SERVICE_ACCOUNT", "https://fcm.googleapis.com|my/../app|delivery.push.fcm.project"})
  void refuses_what_would_not_reach_google_or_would_tell_others(String url, String project, String message) {
    assertThatThrownBy(() -> Fcm.check(settings(url, project, ""))).isInstanceOf(StartupException.class).hasMessageContaining(message);
  }

  @Test
  void takes_the_sandbox_inside_without_an_account_and_google_with_one() throws IOException {
    assertThatCode(() -> Fcm.check(settings("http://127.0.0.1:{{management.port}}/sandbox/fcm", "sandbox", ""))).doesNotThrowAnyException();
    account();
    assertThatCode(() -> Fcm.check(settings("https://fcm.googleapis.com", "my-app", FILE.toString()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Fcm.check(settings("https://fcm.googleapis.com", "sandbox", FILE.toString()))).hasMessageContaining("DELIVERY_PUSH_FCM_PROJECT=my-app-1a2b3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"type\": \"service_account\"", "\"client_email\"", "\"private_key\"", "\"token_uri\": \"http://127", "BEGIN PRIVATE KEY-----\\nMII", "{"})
  void refuses_a_broken_account_and_tells_nothing_of_its_key(String broken) throws IOException {
    account();
    String text = Files.readString(home.resolve(FILE)).replaceAll(" : ", ": ");
    String key = text.substring(text.indexOf("MII"), text.indexOf("MII") + 40);
    assertThat(text).contains(broken);
    Files.writeString(home.resolve(FILE), text.replace(broken, broken.contains("http") ? "\"token_uri\": \"http://10" : broken.replace("e", "x").replace("MII", "").replace("{", "")));

    assertThatThrownBy(() -> Fcm.check(settings("https://fcm.googleapis.com", "my-app", FILE.toString()))).isInstanceOf(StartupException.class)
        .hasMessageContaining("service-account.json cannot be used").hasMessageNotContaining(key);
  }

  @Test
  void says_what_is_wrong_where_the_sandbox_inside_is_switched_off() throws IOException {
    Settings settings = settings("http://127.0.0.1:{{management.port}}/sandbox/fcm\ninbox.enabled=false", "sandbox", "");
    assertThatCode(() -> Fcm.check(settings)).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Fcm(settings, (account, refused) -> "t", Clock.systemUTC()).request(Map.of("id", 1L, "recipient", "t", "payload", Map.of("text", "t"))))
        .isInstanceOf(SendMisconfigured.class).hasMessageContaining("inbox.enabled=false");
  }

  private void account() {
    try (FcmStandIn google = new FcmStandIn(Clock.systemUTC())) {
      google.serviceAccount(home);
    }
  }

  private Settings settings(String url, String project, String account) throws IOException {
    Files.writeString(home.resolve("application.properties"), """
        delivery.push.provider=fcm
        delivery.push.fcm.url=%s
        delivery.push.fcm.project=%s
        delivery.push.fcm.service-account=%s
        """.formatted(url, project, account));
    return Settings.load(home, name -> null);
  }
}
