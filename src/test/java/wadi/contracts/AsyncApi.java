package wadi.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code asyncapi.yaml}, for tests that hold Wadi to it. */
public final class AsyncApi {
  private static final Path HOME = Path.of("").toAbsolutePath();

  private AsyncApi() {}

  /** A message that people may copy. */
  public record Example(String message, String name, JsonNode payload) {
    @Override
    public String toString() {
      return message + " " + name;
    }
  }

  static JsonNode document() throws IOException {
    return new YAMLMapper().readTree(Files.readString(HOME.resolve("asyncapi.yaml")));
  }

  /** All examples of all messages. */
  public static Stream<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    document().at("/components/messages").properties().forEach(message -> message.getValue().get("examples")
        .forEach(example -> examples.add(new Example(message.getKey(), example.get("name").asText(), example.get("payload")))));
    return examples.stream();
  }

  /** The schema of a message. */
  public static JsonSchema schema(String message) throws IOException {
    JsonNode payload = document().at("/components/messages/" + message + "/payload/schema/$ref");
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(HOME.resolve(payload.asText())));
  }
}
