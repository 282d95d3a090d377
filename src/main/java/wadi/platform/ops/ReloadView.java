package wadi.platform.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Member;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.http.Problem;

/** What programs and people see of a reload, docs/ops-api.md. */
public final class ReloadView {

  private record Phase(String phase, long millis) {}

  private ReloadView() {}

  /** The report as JSON: the answer to a good reload, and what the history keeps of every one. */
  public static String json(ReloadReport report) {
    return JsonText.of(members(report));
  }

  /** The report for people at a terminal, its outcome in the first line. */
  public static String text(ReloadReport report) {
    return text(JsonText.tree(members(report)));
  }

  /** The same, of what {@link #json} wrote, as far as it is there. */
  public static String text(JsonNode report) {
    return ReloadText.of(report);
  }

  /** A reload that did not come about, as RFC 9457 says it, with the members of the report. */
  static String problem(ReloadReport report) {
    int status = status(report.outcome());
    Map<String, Object> members = new Problem(status, title(status), report.detail()).members();
    members(report).forEach(members::putIfAbsent);
    return JsonText.of(members);
  }

  static int status(Outcome outcome) {
    return switch (outcome) {
      case LIVE, UNCHANGED -> 200;
      case UNKNOWN -> 404;
      case BUSY -> 409;
      case REFUSED -> 422;
      case FAILED, ROLLED_BACK -> 500;
      case INTERRUPTED -> 503;
    };
  }

  private static String title(int status) {
    return switch (status) {
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 422 -> "Unprocessable Content";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }

  private static Map<String, Object> members(ReloadReport report) {
    Difference difference = report.difference();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("outcome", report.outcome().word());
    members.put("generation", report.generation() == 0 ? null : report.generation());
    members.put("running", report.running());
    members.put("hash", report.hash());
    members.put("detail", report.detail());
    Map<String, Object> routes = new LinkedHashMap<>();
    routes.put("total", report.routes());
    routes.put("added", difference.added());
    routes.put("changed", difference.changed());
    routes.put("removed", difference.removed());
    routes.put("unchanged", difference.unchanged());
    members.put("routes", routes);
    members.put("properties", difference.properties());
    members.put("rules", difference.rules());
    members.put("files", difference.files());
    Map<String, Object> specs = new LinkedHashMap<>();
    specs.put("cases", report.cases());
    specs.put("skipped", report.specsSkipped());
    members.put("specs", specs);
    members.put("warnings", report.warnings());
    members.put("phases", phases(report));
    members.put("errors", report.faults());
    if (!report.processes().isEmpty()) {
      members.put("processes", report.processes().stream().map(ReloadView::process).toList());
    }
    return members;
  }

  private static Map<String, Object> process(Member member) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", member.process());
    members.put("pid", member.pid());
    members.put("state", member.state().name().toLowerCase(Locale.ROOT));
    members.put("generation", member.generation() == 0 ? null : member.generation());
    members.put("millis", member.runs() ? member.after().toMillis() : null);
    members.put("detail", member.detail());
    return members;
  }

  /** A list, because members of a JSON object have no order and these began one after the other. */
  private static List<Phase> phases(ReloadReport report) {
    return report.took().entrySet().stream().map(phase -> new Phase(phase.getKey(), phase.getValue().toMillis())).toList();
  }
}
