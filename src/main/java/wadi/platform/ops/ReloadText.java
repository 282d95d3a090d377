package wadi.platform.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.ReloadReport;

/** A reload in words for a terminal. */
final class ReloadText {
  private static final int MOST_NAMES = 12;
  /** What stands in files is shown, and does not move the cursor. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]+");

  private final List<String> lines = new ArrayList<>();

  private ReloadText() {}

  static String of(ReloadReport report) {
    ReloadText text = new ReloadText();
    text.lines.add(report.detail());
    text.difference(report.difference());
    text.specs(report);
    text.time(report);
    if (!report.faults().isEmpty()) {
      text.lines.add("");
      report.faults().forEach(fault -> text.lines.add(fault(fault)));
    }
    return text.lines.stream().map(line -> UNPRINTABLE.matcher(line).replaceAll(" ")).collect(Collectors.joining("\n", "", "\n"));
  }

  private void difference(Difference difference) {
    names("added", difference.added());
    names("changed", difference.changed());
    names("removed", difference.removed());
    names("properties", difference.properties());
    names("rules", difference.rules());
    names("files", difference.files());
    if (!difference.files().isEmpty()) {
      line("unchanged", count(difference.unchanged(), "route"));
    }
  }

  private void specs(ReloadReport report) {
    if (report.specsSkipped()) {
      line("specs", "SKIPPED");
    } else if (report.cases() > 0) {
      line("specs", count(report.cases(), "case"));
    }
    if (report.warnings() > 0) {
      line("style", count(report.warnings(), "finding") + ", ./wadi check shows them");
    }
  }

  private void time(ReloadReport report) {
    if (!report.took().isEmpty()) {
      line("time", report.took().values().stream().reduce(Duration.ZERO, Duration::plus).toMillis() + " ms: "
          + report.took().entrySet().stream().map(phase -> phase.getKey() + " " + phase.getValue().toMillis()).collect(Collectors.joining(", ")));
    }
  }

  private void names(String title, List<String> names) {
    if (!names.isEmpty()) {
      String rest = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
      line(title, names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + rest);
    }
  }

  private void line(String title, String what) {
    lines.add("  %-11s %s".formatted(title, what));
  }

  /** As {@code ./wadi check} says it, which editors and terminals know from compilers. */
  private static String fault(Fault fault) {
    String place = fault.file().isEmpty() ? fault.route() : fault.line() == 0 ? fault.file() : fault.file() + ":" + fault.line();
    String message = fault.message().endsWith(".") || fault.message().endsWith("?") ? fault.message() : fault.message() + ".";
    String hint = fault.hint().isEmpty() ? "" : Character.toUpperCase(fault.hint().charAt(0)) + fault.hint().substring(1);
    String separator = message.contains("\n") ? "\n" : " ";
    return ((place.isEmpty() ? "" : place + ": ") + "error: " + message + (hint.isEmpty() ? "" : separator + hint)).replace("\n", "\n  ");
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
