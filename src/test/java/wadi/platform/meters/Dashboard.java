package wadi.platform.meters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of ops/grafana/dashboards/, and what their panels ask Prometheus for. */
public record Dashboard(List<Query> queries, List<JsonNode> panels) {
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  /** Of PromQL, as far as the dashboard and the rules use it. */
  private static final Set<String> LANGUAGE = Set.of("sum", "max", "min", "topk", "by", "rate", "increase", "avg_over_time", "changes", "and", "histogram_quantile", "time");

  /** One expression in PromQL. */
  public record Query(String expression, Set<String> metrics, Set<String> labels) {
    /** As Grafana asks it when all processes and sites are chosen. */
    public String overAll() {
      return expression.replace("$instance", ".*").replace("$site", ".*").replace("$__rate_interval", "1m");
    }
  }

  public static Dashboard read() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    List<Query> queries = new ArrayList<>();
    for (Path file : files()) {
      JsonNode json = new ObjectMapper().readTree(Files.readString(file));
      json.get("panels").forEach(panel -> panels.add(((ObjectNode) panel).put("file", file.getFileName().toString())));
      json.findValuesAsText("expr").stream().map(Dashboard::query).forEach(queries::add);
    }
    return new Dashboard(queries, panels);
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("ops/grafana/dashboards"))) {
      return all.sorted().toList();
    }
  }

  public Set<String> metrics() {
    return queries.stream().flatMap(query -> query.metrics().stream()).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Labels stand in braces and after "by"; what is left of the words are functions and metrics. */
  static Query query(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher by = Pattern.compile("\\bby \\(([^)]*)\\)").matcher(expression);
    while (by.find()) {
      labels.addAll(words(by.group(1)));
    }
    Matcher selectors = Pattern.compile("\\{([^}]*)}").matcher(expression);
    while (selectors.find()) {
      labels.addAll(words(selectors.group(1).replaceAll("\"[^\"]*\"", "")));
    }
    String rest = expression.replaceAll("\\bby \\([^)]*\\)", "").replaceAll("\\{[^}]*}", "").replaceAll("\\[[^]]*]", "");
    Set<String> metrics = words(rest);
    metrics.removeAll(LANGUAGE);
    return new Query(expression, metrics, labels);
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text).results().map(m -> m.group()).collect(Collectors.toCollection(TreeSet::new));
  }

  static String withoutSuffix(String metric) {
    return metric.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds");
  }

  List<String> overlaps() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < panels.size(); i++) {
      for (int j = i + 1; j < panels.size(); j++) {
        JsonNode a = panels.get(i).get("gridPos");
        JsonNode b = panels.get(j).get("gridPos");
        if (panels.get(i).get("file").equals(panels.get(j).get("file")) && at(a, "x") < at(b, "x") + at(b, "w") && at(b, "x") < at(a, "x") + at(a, "w")
            && at(a, "y") < at(b, "y") + at(b, "h") && at(b, "y") < at(a, "y") + at(a, "h")) {
          found.add(panels.get(i).get("title").asText() + " and " + panels.get(j).get("title").asText());
        }
      }
    }
    return found;
  }

  private static int at(JsonNode position, String name) {
    return position.get(name).asInt();
  }
}
