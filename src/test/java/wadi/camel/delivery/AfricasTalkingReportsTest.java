package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.camel.RefusedRequest;
import wadi.domain.delivery.Receipt;
import wadi.domain.delivery.Receipt.State;
import wadi.platform.Settings;
import wadi.platform.StartupException;

class AfricasTalkingReportsTest {
  private static final String SECRET = "0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final List<Receipt> kept = new ArrayList<>();
  private final AfricasTalkingReports reports = new AfricasTalkingReports(settings(SECRET), kept::add, Clock.fixed(NOW, ZoneOffset.UTC));

  private static Settings settings(String secret) {
    return Settings.load(Path.of("").toAbsolutePath(), Map.of("DELIVERY_SMS_AFRICASTALKING_RECEIPTS_SECRET", secret)::get);
  }

  @ParameterizedTest
  @CsvSource({"Sent, UNDERWAY", "Submitted, UNDERWAY", "Buffered, UNDERWAY", "Rejected, FAILED", "Success, DELIVERED", "Failed, FAILED", "AbsentSubscriber, FAILED",
      "Expired, EXPIRED", "NeverHeardOf, UNDERWAY"})
  void each_documented_status_means_what_the_provider_says(String status, State state) {
    reports.record(SECRET, "id=ATXid_1&status=" + status + "&phoneNumber=%2B254711082001&networkCode=63902&retryCount=0");
    assertThat(kept).containsExactly(new Receipt("africastalking", "ATXid_1", state, status, NOW));
  }

  @Test
  void the_reason_has_no_number_in_it() {
    reports.record(SECRET, "id=ATXid_1&status=Failed&failureReason=InvalidNumber+%2B254711082001");
    assertThat(kept).singleElement().satisfies(receipt -> assertThat(receipt.reason()).isEqualTo("Failed InvalidNumber (number)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "id=", "id=1", "id=1&status=", "status=Success", "{\"id\": \"1\", \"status\": \"Success\"}", "%%%"})
  void what_is_no_report_is_refused(String form) {
    assertThatThrownBy(() -> reports.record(SECRET, form)).isInstanceOfSatisfying(RefusedRequest.class, refused -> assertThat(refused.problem().status()).isEqualTo(400));
    assertThat(kept).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF"})
  void who_does_not_know_the_secret_finds_nothing(String secret) {
    assertThatThrownBy(() -> reports.record(secret, "id=1&status=Success"))
        .isInstanceOfSatisfying(RefusedRequest.class, refused -> assertThat(refused.problem().status()).isEqualTo(404));
    assertThatThrownBy(() -> new AfricasTalkingReports(settings(""), kept::add, Clock.systemUTC()).record(secret, "id=1&status=Success"))
        .isInstanceOfSatisfying(RefusedRequest.class, refused -> assertThat(refused.problem().status()).isEqualTo(404));
    assertThat(kept).isEmpty();
  }

  @Test
  void a_secret_that_can_be_guessed_is_refused_without_being_said() {
    assertThatThrownBy(() -> AfricasTalkingReports.check(settings("short"))).isInstanceOf(StartupException.class)
        .hasMessageContaining("DELIVERY_SMS_AFRICASTALKING_RECEIPTS_SECRET").hasMessageNotContaining("short,");
    assertThatThrownBy(() -> AfricasTalkingReports.check(settings("with/a/slash/inside"))).isInstanceOf(StartupException.class).hasMessageNotContaining("slash");
    assertThatCode(() -> AfricasTalkingReports.check(settings(SECRET))).doesNotThrowAnyException();
  }
}
