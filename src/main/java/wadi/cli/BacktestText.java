package wadi.cli;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import wadi.cli.backtest.Backtest;
import wadi.cli.backtest.Judge;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.backtest.Comparison;
import wadi.domain.fraud.backtest.Hits;
import wadi.domain.fraud.backtest.Label;
import wadi.domain.fraud.backtest.Outcomes;
import wadi.domain.fraud.backtest.Side;

/** What a backtest found, for people. */
record BacktestText(Backtest test, String oldName, String newName) {
  private static final Hits NONE = new Hits();
  private static final Outcomes NOTHING = new Outcomes();

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner("\n\n");
    text.add(head());
    text.add(decisions());
    if (!labels().isEmpty()) text.add(labels());
    if (!patterns().isEmpty()) text.add(patterns());
    text.add(rules());
    if (!test.examples().isEmpty()) text.add(examples());
    text.add(speed());
    return text.toString();
  }

  private String head() {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(number(comparison().rows()) + " transactions" + (test.span().isEmpty() ? "" : ", " + test.span().get(0) + " to " + test.span().get(1)));
    lines.add("old rules: " + oldName + ", version " + test.old().version());
    lines.add("new rules: " + newName + ", version " + test.now().version());
    if (test.unreadable() > 0) lines.add(number(test.unreadable()) + " lines could not be read and were left out");
    if (test.backwards() > 0) lines.add(number(test.backwards()) + " are earlier than one that stands before them; windows count best in order of time");
    forgotten(lines, "old", test.old());
    if (test.now() != test.old()) forgotten(lines, "new", test.now());
    return lines.toString();
  }

  private static void forgotten(StringJoiner lines, String which, Judge judge) {
    if (judge.forgotten() > 0) lines.add("the windows of the " + which + " rules forgot " + number(judge.forgotten()) + " keys too early; raise fraud.velocity.max-keys");
  }

  private String decisions() {
    Table table = new Table("", "new clean", "new review", "new held");
    for (Decision old : Decision.values()) {
      table.add("old " + old.word(), number(comparison().rows(old, Decision.CLEAN)), number(comparison().rows(old, Decision.REVIEW)),
          number(comparison().rows(old, Decision.HELD)));
    }
    return table + "\n" + number(comparison().changed()) + " decided differently";
  }

  private String labels() {
    Side old = comparison().before();
    Side now = comparison().after();
    Table table = new Table("LABEL", "ROWS", "", "OLD", "NEW");
    label(table, Label.FRAUD, "caught (review or held)", "caught by held alone", old, now);
    label(table, Label.GENUINE, "false alarms (review or held)", "false alarms by held alone", old, now);
    boolean none = now.outcomes(Label.FRAUD).rows() + now.outcomes(Label.GENUINE).rows() == 0;
    return none ? "" : table.toString();
  }

  private static void label(Table table, Label label, String alarms, String held, Side old, Side now) {
    Outcomes before = old.outcomes(label);
    Outcomes after = now.outcomes(label);
    if (after.rows() == 0) return;
    table.add(label.word(), number(after.rows()), alarms, percent(before.alarmShare()), percent(after.alarmShare()));
    table.add("", "", held, percent(before.heldShare()), percent(after.heldShare()));
  }

  private String patterns() {
    Table table = new Table("PATTERN", "LABEL", "ROWS", "OLD ALARMS", "NEW ALARMS", "NEW HELD");
    boolean any = false;
    for (Label label : Label.values()) {
      for (String pattern : comparison().after().patterns(label).keySet()) {
        any = true;
        Outcomes before = comparison().before().patterns(label).getOrDefault(pattern, NOTHING);
        Outcomes after = comparison().after().patterns(label).get(pattern);
        table.add(pattern, label.word(), number(after.rows()), percent(before.alarmShare()), percent(after.alarmShare()), percent(after.heldShare()));
      }
    }
    return any ? table.toString() : "";
  }

  private String rules() {
    Table table = new Table("RULE", "OLD HITS", "NEW HITS", "ON FRAUD", "ON GENUINE", "");
    Side old = comparison().before();
    Side now = comparison().after();
    Set<String> names = new TreeSet<>(old.hits().keySet());
    names.addAll(now.hits().keySet());
    names.forEach(name -> rule(table, name, old.hits().getOrDefault(name, NONE), now.hits().getOrDefault(name, NONE), ""));
    Set<String> shadows = new TreeSet<>(old.shadowHits().keySet());
    shadows.addAll(now.shadowHits().keySet());
    shadows.forEach(name -> rule(table, name, old.shadowHits().getOrDefault(name, NONE), now.shadowHits().getOrDefault(name, NONE), "shadow"));
    return table.toString();
  }

  private static void rule(Table table, String name, Hits old, Hits now, String note) {
    String failed = old.failed() + now.failed() > 0 ? "failed " + number(old.failed()) + " times, now " + number(now.failed()) : "";
    table.add(name, number(old.all()), number(now.all()), number(now.of(Label.FRAUD)), number(now.of(Label.GENUINE)), (note + " " + failed).strip());
  }

  private String examples() {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("The first that were decided differently:");
    for (Backtest.Example example : test.examples()) {
      String what = example.row().label() == Label.UNKNOWN ? "" : ", " + example.row().label().word();
      String pattern = example.row().pattern().isEmpty() ? "" : " (" + example.row().pattern() + ")";
      lines.add("line " + example.row().line() + ", " + example.row().at() + what + pattern + ", " + BacktestJson.card(example.row())
          + ", " + BacktestJson.amount(example.row()));
      lines.add("  old: " + verdict(example.old()));
      lines.add("  new: " + verdict(example.now()));
    }
    return lines.toString();
  }

  private static String verdict(Verdict verdict) {
    String reasons = verdict.reasons().stream().map(Reason::code).collect(Collectors.joining(", "));
    return verdict.decision().word() + ", score " + verdict.score() + (reasons.isEmpty() ? "" : ": " + reasons);
  }

  private String speed() {
    String took = String.format(Locale.ROOT, "%,.0f rows/s", comparison().rows() / Math.max(test.seconds(), 0.001));
    return took + "; a check took " + micros("old", comparison().before()) + ", " + micros("new", comparison().after());
  }

  private static String micros(String which, Side side) {
    return String.format(Locale.ROOT, "%.0f µs on average and %.0f µs at p99 with the %s rules", side.took().mean() / 1e3, side.took().percentile(0.99) / 1e3, which);
  }

  private Comparison comparison() {
    return test.comparison();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }
}
