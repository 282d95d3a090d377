package wadi.camel.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one document of YAML, or of JSON, with its places. Aliases and repeated names are findings, a broken syntax is the only one. */
public final class YamlReader {
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final Findings findings;

  private YamlReader(JsonParser parser, Findings findings) {
    this.parser = parser;
    this.findings = findings;
  }

  /** @throws InvalidFiles when it is no YAML at all */
  public static YamlNode read(String text, Findings findings) {
    return read(YAML, "YAML", "check indentation and quotes", text, findings);
  }

  /** @throws InvalidFiles when it is no JSON at all */
  public static YamlNode json(String text, Findings findings) {
    return read(JSON, "JSON", "check quotes, commas and brackets", text, findings);
  }

  private static YamlNode read(JsonFactory language, String name, String hint, String text, Findings findings) {
    try (JsonParser parser = language.createParser(text)) {
      YamlReader reader = new YamlReader(parser, findings);
      JsonToken first = parser.nextToken();
      YamlNode root = first == null ? new YamlNode.Scalar(1, 1, "", YamlNode.Kind.NOTHING) : reader.node(first);
      if (parser.nextToken() != null) findings.add(reader.line(), "a second document begins", "keep one document, without ---");
      return root;
    } catch (JsonProcessingException broken) {
      JsonLocation place = broken.getLocation();
      findings.add(place == null ? 0 : place.getLineNr(), "is not " + name + ": " + firstLine(broken.getOriginalMessage()), hint);
      throw new InvalidFiles(findings.list());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private YamlNode node(JsonToken token) throws IOException {
    int line = line();
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) findings.add(line, "an alias stands here", "write the value out");
    if (token == JsonToken.START_OBJECT) return new YamlNode.Fields(line, fields());
    if (token == JsonToken.START_ARRAY) return new YamlNode.Items(line, items());
    String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
    return new YamlNode.Scalar(line, parser.currentTokenLocation().getColumnNr(), text, kind(token));
  }

  private static YamlNode.Kind kind(JsonToken token) {
    if (token == JsonToken.VALUE_NULL) return YamlNode.Kind.NOTHING;
    if (token.isBoolean()) return YamlNode.Kind.BOOLEAN;
    return token.isNumeric() ? YamlNode.Kind.NUMBER : YamlNode.Kind.TEXT;
  }

  private Map<String, YamlNode.Field> fields() throws IOException {
    Map<String, YamlNode.Field> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int line = line();
      YamlNode.Field before = fields.put(name, new YamlNode.Field(line, node(parser.nextToken())));
      if (before != null) findings.add(line, "\"" + name + "\" stands twice", "the first is in line " + before.line());
    }
    return fields;
  }

  private List<YamlNode> items() throws IOException {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken token; (token = parser.nextToken()) != JsonToken.END_ARRAY; ) items.add(node(token));
    return items;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
