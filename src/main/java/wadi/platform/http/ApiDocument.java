package wadi.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** {@code openapi.yaml}: what the port for business takes and answers (OpenAPI 3.1). */
public final class ApiDocument {
  /** Under which schemas in it are found; nothing is ever read from there. */
  public static final String NAME = "urn:wadi:openapi";

  private static final JsonNode TREE = read();

  private ApiDocument() {}

  /** As JSON. */
  public static String json() {
    try {
      return new ObjectMapper().writeValueAsString(TREE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it is called at its top: openapi, info, paths and so on. */
  public static List<String> members() {
    return TREE.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode read() {
    try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
