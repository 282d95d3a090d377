package wadi.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wadi.camel.fraud.VerdictMember;
import wadi.cli.backtest.Backtest;
import wadi.cli.backtest.Judge;
import wadi.cli.backtest.Row;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.backtest.Hits;
import wadi.domain.fraud.backtest.Label;
import wadi.domain.fraud.backtest.Outcomes;
import wadi.domain.fraud.backtest.Side;
import wadi.domain.intake.CardNumbers;

/** What a backtest found, for programs. */
final class BacktestJson {
  private BacktestJson() {}

  static Map<String, Object> of(Backtest test, String oldName, String newName) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", test.comparison().rows());
    json.put("unreadable", test.unreadable());
    json.put("faults", test.faults());
    json.put("outOfOrder", test.backwards());
    if (!test.span().isEmpty()) json.put("from", test.span().get(0).toString());
    if (!test.span().isEmpty()) json.put("until", test.span().get(1).toString());
    json.put("decidedDifferently", test.comparison().changed());
    json.put("oldToNew", decisions(test));
    json.put("old", side(oldName, test.old(), test.comparison().before()));
    json.put("new", side(newName, test.now(), test.comparison().after()));
    json.put("examples", test.examples().stream().map(BacktestJson::example).toList());
    json.put("rowsPerSecond", Math.round(test.comparison().rows() / Math.max(test.seconds(), 0.001)));
    return json;
  }

  private static Map<String, Object> decisions(Backtest test) {
    Map<String, Object> decisions = new LinkedHashMap<>();
    for (Decision old : Decision.values()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (Decision now : Decision.values()) row.put(now.word(), test.comparison().rows(old, now));
      decisions.put(old.word(), row);
    }
    return decisions;
  }

  private static Map<String, Object> side(String name, Judge judge, Side side) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", name);
    json.put("rules", judge.version());
    for (Label label : Label.values()) json.put(label.word(), outcomes(side.outcomes(label)));
    List<Object> patterns = new ArrayList<>();
    for (Label label : Label.values()) {
      side.patterns(label).forEach((pattern, outcomes) -> {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pattern", pattern);
        row.put("label", label.word());
        row.putAll(outcomes(outcomes));
        patterns.add(row);
      });
    }
    json.put("patterns", patterns);
    json.put("hits", hits(side.hits()));
    json.put("shadowHits", hits(side.shadowHits()));
    json.put("keysForgotten", judge.forgotten());
    json.put("meanMicros", side.took().mean() / 1e3);
    json.put("p99Micros", side.took().percentile(0.99) / 1e3);
    return json;
  }

  private static Map<String, Object> outcomes(Outcomes outcomes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", outcomes.rows());
    for (Decision decision : Decision.values()) json.put(decision.word(), outcomes.of(decision));
    json.put("alarmShare", outcomes.alarmShare());
    json.put("heldShare", outcomes.heldShare());
    return json;
  }

  private static List<Object> hits(Map<String, Hits> hits) {
    List<Object> rows = new ArrayList<>();
    hits.forEach((rule, of) -> {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("rule", rule);
      row.put("matched", of.all());
      for (Label label : Label.values()) row.put(label.word(), of.of(label));
      row.put("failed", of.failed());
      rows.add(row);
    });
    return rows;
  }

  private static Map<String, Object> example(Backtest.Example example) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", example.row().line());
    json.put("at", example.row().at().toString());
    json.put("label", example.row().label().word());
    json.put("pattern", example.row().pattern());
    json.put("card", card(example.row()));
    json.put("amount", amount(example.row()));
    json.put("old", VerdictMember.write(example.old()));
    json.put("new", VerdictMember.write(example.now()));
    return json;
  }

  /** Masked, as it may be shown. */
  static String card(Row row) {
    return row.cards().isEmpty() ? "no card" : row.cards().get(0).masked();
  }

  /** As it was sent, with its currency. */
  static String amount(Row row) {
    Map<?, ?> payment = row.message().get("payment") instanceof Map<?, ?> map ? map : Map.of();
    return payment.get("amount") == null ? "no amount" : short40(payment.get("amount")) + (payment.get("currency") == null ? "" : " " + short40(payment.get("currency")));
  }

  private static String short40(Object value) {
    String text = CardNumbers.maskText(value.toString()).replaceAll("\\p{Cntrl}+", " ");
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
