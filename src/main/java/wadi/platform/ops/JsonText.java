package wadi.platform.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.platform.postgres.Page;
import wadi.platform.postgres.Row;

/** Answers as JSON. Rows are JSON already, as the database wrote them. */
final class JsonText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonText() {}

  static String of(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /** @param more further members, as JSON */
  static String page(String name, Page<Row> page, String... more) {
    String rows = page.rows().stream().map(Row::json).collect(Collectors.joining(",\n", "[", "]"));
    return Stream.concat(Stream.of("\"" + name + "\":" + rows, "\"next\":" + of(page.next())), Stream.of(more))
        .collect(Collectors.joining(",\n", "{", "}\n"));
  }

  /** @throws Refusal with {@code otherwise} when there is none */
  static String found(Optional<Row> row, String otherwise) {
    return row.orElseThrow(() -> Refusal.notFound(otherwise)).json();
  }
}
