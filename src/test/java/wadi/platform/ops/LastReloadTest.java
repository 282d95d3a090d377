package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;

class LastReloadTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");
  private final LastReload last = new LastReload();

  @Test
  void a_refusal_shows_until_the_next_good_one() {
    assertThat(last.health()).isEqualTo(Map.of("state", "OK"));
    last.ended(Reports.refused(13), NOON);
    assertThat(last.health()).hasToString(
        "{state=REFUSED, generation=13, at=2026-11-20T12:00:00.123Z, detail=Refused: 3 errors. Generation 12 runs on., errors=3}");
    last.ended(Reports.live(14), NOON);
    assertThat(last.health()).isEqualTo(Map.of("state", "OK"));
  }

  @ParameterizedTest
  @EnumSource(value = Outcome.class, names = {"BUSY", "UNKNOWN"})
  void what_was_not_tried_changes_nothing(Outcome outcome) {
    last.ended(ReloadReport.notTried(outcome, 12, "", "No."), NOON);
    assertThat(last.health()).containsEntry("state", "OK");
    last.ended(Reports.of(Outcome.ROLLED_BACK, 13, List.of()), NOON);
    last.ended(ReloadReport.notTried(outcome, 12, "", "No."), NOON);
    assertThat(last.health()).containsEntry("state", "ROLLED_BACK").containsEntry("errors", 0);
  }

  @Test
  void files_that_are_again_as_they_run_are_good() {
    last.ended(Reports.refused(13), NOON);
    last.ended(ReloadReport.notTried(Outcome.UNCHANGED, 12, "", "Nothing has changed."), NOON);
    assertThat(last.health()).containsEntry("state", "OK");
  }
}
