package wadi.platform.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A reload in words for a terminal. */
final class ReloadText {
  private static final int MOST_NAMES = 12;
  /** What stands in files is shown, and does not move the cursor. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]+");

  private final List<String> lines = new ArrayList<>();

  private ReloadText() {}

  /** @param report as {@link ReloadView#json} has it */
  static String of(JsonNode report) {
    ReloadText text = new ReloadText();
    text.lines.add(report.path("detail").asText());
    text.difference(report, report.path("routes"));
    text.specs(report.path("specs"), report.path("warnings").asInt());
    text.time(report.path("phases"));
    text.processes(report.path("processes"));
    if (!report.path("errors").isEmpty()) {
      text.lines.add("");
      report.path("errors").forEach(fault -> text.lines.add(fault(fault)));
    }
    return text.lines.stream().map(line -> UNPRINTABLE.matcher(line).replaceAll(" ")).collect(Collectors.joining("\n", "", "\n"));
  }

  private void difference(JsonNode report, JsonNode routes) {
    names("added", routes.path("added"));
    names("changed", routes.path("changed"));
    names("removed", routes.path("removed"));
    names("properties", report.path("properties"));
    names("rules", report.path("rules"));
    names("files", report.path("files"));
    if (!report.path("files").isEmpty()) {
      line("unchanged", count(routes.path("unchanged").asInt(), "route"));
    }
  }

  private void specs(JsonNode specs, int warnings) {
    if (specs.path("skipped").asBoolean()) {
      line("specs", "SKIPPED");
    } else if (specs.path("cases").asInt() > 0) {
      line("specs", count(specs.path("cases").asInt(), "case"));
    }
    if (warnings > 0) {
      line("style", count(warnings, "finding") + ", ./wadi check shows them");
    }
  }

  private void time(JsonNode phases) {
    long all = 0;
    List<String> each = new ArrayList<>();
    for (JsonNode phase : phases) {
      all += phase.path("millis").asLong();
      each.add(phase.path("phase").asText() + " " + phase.path("millis").asLong());
    }
    if (!each.isEmpty()) {
      line("time", all + " ms: " + String.join(", ", each));
    }
  }

  private void processes(JsonNode processes) {
    List<String> each = new ArrayList<>();
    processes.forEach(process -> each.add(process.path("name").asText() + " " + process.path("state").asText()
        + (process.hasNonNull("generation") ? " (generation %d)".formatted(process.path("generation").asLong()) : "")));
    if (!each.isEmpty()) {
      line("processes", String.join(", ", each));
    }
  }

  private void names(String title, JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asText()));
    if (!names.isEmpty()) {
      String rest = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
      line(title, names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + rest);
    }
  }

  private void line(String title, String what) {
    lines.add("  %-11s %s".formatted(title, what));
  }

  /** As {@code ./wadi check} says it, which editors and terminals know from compilers. */
  private static String fault(JsonNode fault) {
    String file = fault.path("file").asText();
    int line = fault.path("line").asInt();
    String place = file.isEmpty() ? fault.path("route").asText() : line == 0 ? file : file + ":" + line;
    String said = fault.path("message").asText();
    String message = said.endsWith(".") || said.endsWith("?") ? said : said + ".";
    String hint = fault.path("hint").asText();
    String more = hint.isEmpty() ? "" : (message.contains("\n") ? "\n" : " ") + Character.toUpperCase(hint.charAt(0)) + hint.substring(1);
    return ((place.isEmpty() ? "" : place + ": ") + "error: " + message + more).replace("\n", "\n  ");
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
