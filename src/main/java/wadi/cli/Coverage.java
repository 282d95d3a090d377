package wadi.cli;

import java.util.List;
import wadi.runtime.spec.Branch;

/** What specs have reached, as a table and a sum. */
record Coverage(List<Branch> branches) {
  /** A line for each branch; with its place where no case has been. */
  String table() {
    Table table = new Table("route", "step", "branch", "");
    branches.forEach(b -> table.add(b.owner(), b.step(), b.name(), b.reached() ? "reached" : "NOT REACHED  " + b.file() + ":" + b.line()));
    return table.toString();
  }

  /** {@code 31 of 31 branches reached}. */
  String sum() {
    return "%d of %d branches reached".formatted(branches.stream().filter(Branch::reached).count(), branches.size());
  }
}
