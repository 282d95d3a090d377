package wadi.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file with a line of JSON for each run.
 *
 * @param part of the benchmarks
 */
record Results(String part, Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** @param which what the run is one of: names and values that are the same in all its repetitions */
  void add(String kind, Map<String, Object> which, int run, Map<String, Object> result) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>(Map.of("part", part, "kind", kind, "run", run));
    line.putAll(which);
    line.put("result", new TreeMap<>(result));
    Files.writeString(file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.err.printf("  %s, %s, run %d: %s%n", part, kind + " " + which, run, new TreeMap<>(result));
  }

  /** With one digit after the point. */
  static double perSecond(double count, long nanos) {
    return Math.round(count / (nanos / 1e9) * 10) / 10.0;
  }
}
