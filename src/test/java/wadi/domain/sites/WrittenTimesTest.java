package wadi.domain.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimesTest {
  private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");

  @ParameterizedTest
  @CsvSource({"2026-03-01 10:00:00.123456, 2026-03-01T10:00:00.123456", "2026-03-01 10:00:00, 2026-03-01T10:00:00", "2026-03-01T10:00:00.5, 2026-03-01T10:00:00.5",
      "2026-03-01 08:00:00+00:00, 2026-03-01T10:00:00", "2026-03-01T08:00:00Z, 2026-03-01T10:00:00", "2026-03-01 11:00:00+03, 2026-03-01T10:00:00",
      "2026-03-01 11:00:00.25+0300, 2026-03-01T10:00:00.25", "2026-03-01 10:00:00.123456789, 2026-03-01T10:00:00.123456"})
  void reads_what_producers_write_by_their_clocks(String written, LocalDateTime time) {
    assertThat(WrittenTimes.read(written, HELSINKI)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-02-30 10:00:00", "10:00:00", "2026-03-01", "0001-01-01 00:00:00", "+999999999-12-31 23:59:59", "2026-03-01 10:00:00 UTC"})
  void makes_nothing_of_what_is_no_time(String written) {
    assertThat(WrittenTimes.read(written, HELSINKI)).isEmpty();
  }

  @Test
  void writes_microseconds_always() {
    assertThat(WrittenTimes.text(LocalDateTime.parse("2026-03-01T10:00:00"))).isEqualTo("2026-03-01 10:00:00.000000");
  }
}
