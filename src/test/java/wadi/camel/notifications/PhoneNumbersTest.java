package wadi.camel.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.StartupException;

class PhoneNumbersTest {
  private final PhoneNumbers kenya = new PhoneNumbers("KE");

  @ParameterizedTest
  @CsvSource({
      "0700987654, +254700987654",
      "0700 987 654, +254700987654",
      "254700987654, +254700987654",
      "+44 7700 900123, +447700900123",
      "+44 (7700) 900-123, +447700900123",
      "000447700900123, +447700900123", // as it is dialled in Kenya
      "+5581987654321, +5581987654321",
      "٠٧٠٠٩٨٧٦٥٤, +254700987654",
      "+４４７７００９００１２３, +447700900123"})
  void writes_a_number_as_the_world_knows_it(String written, String international) {
    assertThat(kenya.international(written)).contains(international);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "+", "12", "0700", "nobody", "+1", "0800-FLOWERS", "0700987654 ext. 5", "0700987654;tel=1", "07009876540700987654",
      "+447700900123\n", "+447700900123\u0000", "0700987654,0700987655"})
  void refuses_what_is_no_number(String text) {
    assertThat(kenya.international(text)).isEmpty();
  }

  @Test
  void refuses_local_numbers_without_a_default_region_and_takes_those_with_a_country_code() {
    PhoneNumbers nowhere = new PhoneNumbers("ZZ");
    assertThat(nowhere.international("0700987654")).isEmpty();
    assertThat(nowhere.fault()).contains("plus and country code");
    assertThat(nowhere.international("+254 700 987654")).contains("+254700987654");
  }

  @Test
  void says_which_property_names_no_region() {
    assertThatThrownBy(() -> new PhoneNumbers("KENYA")).isInstanceOf(StartupException.class).hasMessageContaining("notifications.default-region")
        .hasMessageContaining("KENYA");
  }
}
