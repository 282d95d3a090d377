package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All processes on one database, for people. */
final class ProcessList {
  private static final String GONE = "gone";

  private ProcessList() {}

  /** @param page as {@code GET /ops/processes} answers */
  static String of(JsonNode page) {
    Table table = new Table("INSTANCE", "PROCESS", "PID", "ROLES", "GENERATION", "FILES", "UP SINCE", "STATE");
    Map<String, List<String>> byFiles = new TreeMap<>();
    for (JsonNode process : page.get("processes")) {
      String state = Words.of(process.get("state"));
      String files = Words.of(process.get("hash"));
      table.add(Words.of(process.get("instance")), Words.of(process.get("name")), Words.of(process.get("pid")), Words.of(process.get("roles")),
          Words.of(process.get("generation")), files, Words.of(process.get("startedAt")),
          state.equals(GONE) ? "gone, last seen " + Words.of(process.get("seenAt")) : state);
      if (!state.equals(GONE)) {
        byFiles.computeIfAbsent(files, hash -> new ArrayList<>()).add(Words.of(process.get("name")));
      }
    }
    return table + "\n" + verdict(byFiles);
  }

  private static String verdict(Map<String, List<String>> byFiles) {
    int up = byFiles.values().stream().mapToInt(List::size).sum();
    if (byFiles.size() > 1) {
      return "DIFFERENT FILES RUN: " + byFiles.entrySet().stream().map(files -> files.getKey() + " on " + String.join(", ", files.getValue()))
          .collect(Collectors.joining("; ")) + ". ./wadi reload --all makes them the same.";
    }
    return up == 0 ? "No process is up." : up == 1 ? "One process is up." : "All " + up + " processes that are up run the same files.";
  }
}
