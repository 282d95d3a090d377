package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import wadi.platform.http.ApiDocument;
import wadi.platform.http.Problem;

/** A schema of {@code openapi.yaml}, which says what is wrong with a message in words of ours: they never repeat what was sent. */
final class RequestSchema {
  private static final JsonSchemaFactory DOCUMENT = document();
  private static final SchemaValidatorsConfig POINTERS = SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
  private static final int LONGEST_POINTER = 200;
  private static final String PRIORITY = "must be low, normal, high, critical or a whole number from 0 to 255";
  private static final Map<String, String> TYPES = Map.of("string", "a text", "integer", "a whole number", "number", "a number", "boolean", "true or false",
      "object", "an object", "array", "a list");
  private static final Map<String, String> PATTERNS = Map.of("^[!-~]+$", "must be visible ASCII characters without blanks",
      "^(low|normal|high|critical)$", PRIORITY, "^[A-Za-z0-9][A-Za-z0-9_-]*$", "must be letters, digits, _ and -");

  private final JsonSchema schema;

  /** @param name under components/schemas */
  RequestSchema(String name) {
    schema = DOCUMENT.getSchema(SchemaLocation.of(ApiDocument.NAME + "#/components/schemas/" + name), POINTERS);
    schema.initializeValidators();
  }

  /** Around its schemas the document has members that say nothing about a message. */
  private static JsonSchemaFactory document() {
    JsonMetaSchema.Builder dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012());
    ApiDocument.members().forEach(name -> dialect.keyword(new NonValidationKeyword(name)));
    JsonMetaSchema quiet = dialect.build();
    return JsonSchemaFactory.builder().metaSchema(quiet).defaultMetaSchemaIri(quiet.getIri())
        .schemaLoaders(loaders -> loaders.schemas(Map.of(ApiDocument.NAME, ApiDocument.json()))).build();
  }

  /** Everything that is wrong, in the order of the message's members. */
  List<Problem.At> faults(JsonNode message) {
    return schema.validate(message).stream().map(RequestSchema::fault).distinct().toList();
  }

  private static Problem.At fault(ValidationMessage fault) {
    String at = fault.getInstanceLocation().toString();
    boolean named = fault.getProperty() != null && List.of("required", "additionalProperties").contains(fault.getType());
    String pointer = named ? at + "/" + fault.getProperty().replace("~", "~0").replace("/", "~1") : at;
    return new Problem.At(pointer.length() > LONGEST_POINTER ? pointer.substring(0, LONGEST_POINTER) + "..." : pointer, words(fault));
  }

  private static String words(ValidationMessage fault) {
    JsonNode rule = Optional.ofNullable(fault.getSchemaNode()).orElseThrow(() -> new IllegalStateException(fault.getType()));
    return switch (fault.getType()) {
      case "required" -> "is required";
      case "additionalProperties" -> "is not known here";
      case "type" -> "must be " + types(rule);
      case "enum", "const" -> "must be one of " + StreamSupport.stream(rule.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
      case "pattern" -> PATTERNS.getOrDefault(rule.asText(), "has a character that may not be there");
      case "minLength" -> rule.asInt() == 1 ? "must not be empty" : "is too short";
      case "maxLength" -> "must have at most %,d characters".formatted(rule.asInt());
      case "minItems", "minProperties" -> "must not be empty";
      case "maxItems" -> "must have at most %,d entries".formatted(rule.asInt());
      case "maxProperties" -> "must have at most %,d members".formatted(rule.asInt());
      case "uniqueItems" -> "must name each only once";
      case "propertyNames" -> "has a member whose name is too long";
      case "minimum", "maximum" -> PRIORITY;
      case "false" -> fault.getEvaluationPath().contains("then") ? "must not stand beside a template, which has the words" : "is for a template, and there is none";
      default -> "is not as it should be (" + fault.getType() + ")";
    };
  }

  private static String types(JsonNode rule) {
    return rule.isTextual() ? TYPES.getOrDefault(rule.asText(), rule.asText())
        : StreamSupport.stream(rule.spliterator(), false).map(type -> TYPES.getOrDefault(type.asText(), type.asText())).collect(Collectors.joining(" or "));
  }
}
