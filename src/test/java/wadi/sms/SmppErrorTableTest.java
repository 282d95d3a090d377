package wadi.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import wadi.camel.delivery.SendVerdict;

/** Plays each row about SMPP of the table in docs/delivery.md against the simulator. */
@Timeout(60)
class SmppErrorTableTest {
  private static final Map<String, String> OUTCOMES = Map.of("not now", "retry", "ours to mend", "retry", "perhaps sent", "retry", "refused", "parked");

  record Row(String when, String server, String outcome, String reason) {}

  @TestFactory
  Stream<DynamicTest> a_send_ends_as_the_table_says() throws IOException {
    List<Row> rows = Files.readAllLines(Path.of("docs/delivery.md")).stream().filter(line -> line.startsWith("| smpp |"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(cell -> cell.strip().replace("`", "")).toList())
        .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4))).toList();
    assertThat(rows).hasSizeGreaterThan(20).extracting(Row::outcome).contains("submitted", "retry", "parked");
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> play(row)));
  }

  private static void play(Row row) {
    try (SmppHarness harness = new SmppHarness("timeout", "300ms")) {
      if (row.when().equals("connect")) {
        harness.simulator.listen(false);
      } else if (row.when().equals("bind")) {
        harness.simulator.refuseBinds(row.server().equals("hangs") ? SmppSimulator.NO_ANSWER : Integer.decode(row.server()));
      } else if (!row.server().equals("0x00000000")) {
        harness.simulator.does(row.server(), row.server(), row.server(), row.server());
      }
      String reason = send(harness);
      assertThat(reason).startsWith(row.reason());
      assertThat(reason.isEmpty() ? "submitted" : OUTCOMES.get(reason.split(":")[0])).isEqualTo(row.outcome());
    }
  }

  /** The reason as it stands beside the delivery; empty when it was taken. */
  private static String send(SmppHarness harness) {
    try (SmppHarness.Generation sending = harness.generation()) {
      assertThat(sending.send(1, "+447700900123", "text")).hasSize(1);
      return "";
    } catch (Exception e) {
      return SendVerdict.of(e, Clock.systemUTC());
    }
  }
}
