package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Member;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;

class ReloadViewTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void a_good_reload_is_told_in_a_few_lines_its_outcome_first() {
    assertThat(ReloadView.text(Reports.live(12))).isEqualTo("""
        Generation 12 is live.
          added       send-whatsapp
          changed     deliver-email, route-alert
          removed     deliver-fax
          properties  delivery.email.budget
          rules       large-amount
          files       application.properties, routes/fraud/rules.yaml
          unchanged   28 routes
          specs       214 cases
          style       1 finding, ./wadi check shows them
          time        693 ms: snapshot 12, check 230, build 420, switch 31
        """);
  }

  @Test
  void a_reload_of_all_processes_says_what_each_did() {
    List<Member> members = List.of(new Member("a:9876", 1, Member.State.LIVE, 14, Duration.ofMillis(120), "", List.of()),
        new Member("b:9876", 2, Member.State.ASKED, 0, Duration.ZERO, "", List.of()));
    ReloadReport report = Reports.live(14).of(members, Outcome.FAILED, "Not everywhere.");
    assertThat(ReloadView.text(report)).startsWith("Not everywhere.\n").endsWith("  processes   a:9876 live (generation 14), b:9876 asked\n");
    assertThat(ReloadView.json(report)).endsWith("""
        "processes":[{"name":"a:9876","pid":1,"state":"live","generation":14,"millis":120,"detail":""},\
        {"name":"b:9876","pid":2,"state":"asked","generation":null,"millis":null,"detail":""}]}""");
  }

  @Test
  void a_refusal_shows_each_fault_where_it_is_and_what_to_write_instead() {
    assertThat(ReloadView.text(Reports.refused(13))).isEqualTo("""
        Refused: 3 errors. Generation 12 runs on.
          changed     route-alert
          files       routes/alerting/route-alert.camel.yaml
          unchanged   30 routes
          time        242 ms: snapshot 12, check 230

        routes/alerting/route-alert.camel.yaml:12: error: There is no component smpt. Write smtp.
        routes/alerting/route-alert.spec.yaml: error: wakes somebody up
          expected direct:deliver-sms
          got nothing.
          Correct the route or its spec.
        error: The property http.port has changed. It needs a restart.
        """);
  }

  @Test
  void what_was_not_tried_is_one_line() {
    assertThat(ReloadView.text(ReloadReport.notTried(Outcome.BUSY, 12, "", "Two generations are still draining.")))
        .isEqualTo("Two generations are still draining.\n");
  }

  @Test
  void many_names_are_cut_and_specs_that_were_skipped_stand_out() {
    List<String> names = IntStream.rangeClosed(1, 30).mapToObj(n -> "route-" + n).toList();
    String text = ReloadView.text(Reports.with(new Difference(names, List.of(), List.of(), 0, List.of(), List.of(), List.of("f")), true));
    assertThat(text).contains("  added       route-1, ", "route-12 and 18 more\n", "  specs       SKIPPED\n").doesNotContain("route-13");
  }

  @Test
  void what_stands_in_files_cannot_move_the_cursor() {
    String text = ReloadView.text(Reports.refused(new Fault("a\u001b[2J.yaml", 1, "", "bad\r\u0007value", "write \u202egood")));
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\\n]]").contains("a [2J.yaml:1: error: bad value. Write  good");
  }

  @Test
  void programs_get_the_same_as_json_whose_phases_keep_their_order() throws Exception {
    JsonNode json = JSON.readTree(ReloadView.json(Reports.live(12)));
    assertThat(json).hasToString("{\"outcome\":\"live\",\"generation\":12,\"running\":12,\"hash\":\"bebd2fb41ce7\",\"detail\":\"Generation 12 is live.\","
        + "\"routes\":{\"total\":31,\"added\":[\"send-whatsapp\"],\"changed\":[\"deliver-email\",\"route-alert\"],\"removed\":[\"deliver-fax\"],\"unchanged\":28},"
        + "\"properties\":[\"delivery.email.budget\"],\"rules\":[\"large-amount\"],\"files\":[\"application.properties\",\"routes/fraud/rules.yaml\"],"
        + "\"specs\":{\"cases\":214,\"skipped\":false},\"warnings\":1,\"phases\":[{\"phase\":\"snapshot\",\"millis\":12},{\"phase\":\"check\",\"millis\":230},"
        + "{\"phase\":\"build\",\"millis\":420},{\"phase\":\"switch\",\"millis\":31}],\"errors\":[]}");
  }

  @ParameterizedTest
  @CsvSource({"REFUSED,422,Unprocessable Content", "BUSY,409,Conflict", "UNKNOWN,404,Not Found", "FAILED,500,Internal Server Error",
      "ROLLED_BACK,500,Internal Server Error", "INTERRUPTED,503,Service Unavailable"})
  void what_did_not_go_live_is_a_problem_with_the_members_of_the_report(Outcome outcome, int status, String title) throws Exception {
    JsonNode problem = JSON.readTree(ReloadView.problem(Reports.of(outcome, 13, Reports.FAULTS)));
    assertThat(ReloadView.status(outcome)).isEqualTo(status);
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isEqualTo(title);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asText()).isEqualTo("Refused: 3 errors. Generation 12 runs on.");
    assertThat(problem.get("outcome").asText()).isEqualTo(outcome.word());
    assertThat(problem.get("generation").asInt()).isEqualTo(13);
    assertThat(problem.get("errors")).hasSize(3);
    assertThat(problem.at("/errors/0")).hasToString("{\"file\":\"routes/alerting/route-alert.camel.yaml\",\"line\":12,\"route\":\"route-alert\","
        + "\"message\":\"There is no component smpt\",\"hint\":\"write smtp.\"}");
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void every_outcome_has_a_status(Outcome outcome) {
    assertThat(ReloadView.status(outcome)).isBetween(200, 503);
  }
}
