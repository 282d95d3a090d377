package wadi.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Set;
import wadi.camel.files.YamlNode;

/** The schema of Camel's YAML routes, which Kaoto and Camel's own tools use too. */
final class YamlSchema {
  private final JsonNode text;
  private final JsonSchema schema;

  /** Reads the schema that comes with Camel's YAML DSL, which takes a while. */
  YamlSchema() {
    try (InputStream in = YamlSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      text = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonMetaSchema draft4 = JsonMetaSchema.builder(JsonMetaSchema.getV4()).keyword(new NonValidationKeyword("deprecated")).build();
    // Loaded as a whole it takes a quarter of a gigabyte; routes use little of it.
    SchemaValidatorsConfig asNeeded = SchemaValidatorsConfig.builder().preloadJsonSchema(false).pathType(PathType.LEGACY).build();
    schema = JsonSchemaFactory.builder().metaSchema(draft4).defaultMetaSchemaIri(draft4.getIri()).build().getSchema(text, asNeeded);
  }

  /** Everything it says of a file, with much noise. */
  Set<ValidationMessage> validate(YamlNode root) {
    return schema.validate(json(root));
  }

  /** A part of the schema, by pointer. */
  JsonNode at(String pointer) {
    return text.at(pointer);
  }

  private static JsonNode json(YamlNode node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (node instanceof YamlNode.Fields fields) {
      ObjectNode object = json.objectNode();
      fields.fields().forEach((name, field) -> object.set(name, json(field.value())));
      return object;
    }
    if (node instanceof YamlNode.Items items) {
      ArrayNode array = json.arrayNode();
      items.items().forEach(item -> array.add(json(item)));
      return array;
    }
    YamlNode.Scalar scalar = (YamlNode.Scalar) node;
    return switch (scalar.kind()) {
      case TEXT -> json.textNode(scalar.text());
      case BOOLEAN -> json.booleanNode(Boolean.parseBoolean(scalar.text()));
      case NOTHING -> json.nullNode();
      case NUMBER -> number(scalar.text());
    };
  }

  private static JsonNode number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return text.matches("[-+]?\\d{1,18}") ? JsonNodeFactory.instance.numberNode(number.longValue()) : JsonNodeFactory.instance.numberNode(number);
    } catch (NumberFormatException e) {
      return JsonNodeFactory.instance.textNode(text); // 0x10 and 1_000 are numbers in YAML only
    }
  }
}
