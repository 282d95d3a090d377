package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @ValueSource(strings = {"+447700900123", "+4915112345678", "+1234567", "+123456789012345"})
  void knows_an_international_number(String number) {
    assertThat(PhoneNumber.isInternational(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0711082000", "447700900123", "+254 711 082000", "+0711082000", "+123456", "+1234567890123456", "+25471108200x", "", "+٢٥٤٧١١٠٨٢٠٠٠",
      "+447700900123\n"})
  void refuses_anything_else(String number) {
    assertThat(PhoneNumber.isInternational(number)).isFalse();
  }
}
