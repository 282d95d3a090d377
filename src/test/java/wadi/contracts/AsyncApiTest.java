package wadi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code asyncapi.yaml}: well formed, true to itself and to the properties. */
class AsyncApiTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  @Test
  void it_is_an_asyncapi_document() throws IOException {
    try (InputStream schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
      assertThat(JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema).validate(AsyncApi.document())).isEmpty();
    }
  }

  @Test
  void what_it_refers_to_is_there() throws IOException {
    List<String> references = new ArrayList<>();
    for (String reference : AsyncApi.document().findValuesAsText("$ref")) {
      references.add(reference);
      if (reference.startsWith("#")) {
        assertThat(AsyncApi.document().at(reference.substring(1)).isObject()).as(reference).isTrue();
      } else {
        assertThat(HOME.resolve(reference)).isRegularFile();
      }
    }
    assertThat(references).hasSizeGreaterThan(20);
  }

  @Test
  void each_channel_is_used_by_an_operation() throws IOException {
    Set<String> used = Set.copyOf(AsyncApi.document().get("operations").findValues("channel").stream()
        .map(channel -> channel.get("$ref").asText().replace("#/channels/", "")).toList());
    AsyncApi.document().get("channels").fieldNames().forEachRemaining(channel -> assertThat(used).contains(channel));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "alert", "alertman-message", "mail-request", "mail-service-message", "notification", "site-check"})
  void each_message_has_three_examples_at_least(String message) throws IOException {
    assertThat(AsyncApi.examples().filter(example -> example.message().equals(message))).hasSizeGreaterThanOrEqualTo(3);
  }

  static Stream<AsyncApi.Example> examples() throws IOException {
    return AsyncApi.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_what_its_schema_describes(AsyncApi.Example example) throws IOException {
    assertThat(AsyncApi.schema(example.message()).validate(example.payload())).isEmpty();
  }

  @Test
  void a_notification_is_over_http_what_it_is_over_brokers() throws IOException {
    JsonNode http = new YAMLMapper().readTree(Files.readString(HOME.resolve("src/main/resources/openapi.yaml"))).at("/components/schemas/NewNotification");
    ObjectNode brokers = (ObjectNode) new ObjectMapper().readTree(Files.readString(HOME.resolve("schemas/notification.schema.json")));
    assertThat(brokers.without(List.of("$schema", "title", "description")).toPrettyString()).isEqualTo(http.toPrettyString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "alert", "alertman-message", "mail-request", "mail-service-message", "notification", "site-check"})
  void a_schema_refuses_an_empty_object(String message) throws IOException {
    assertThat(AsyncApi.schema(message).validate(new ObjectMapper().createObjectNode())).isNotEmpty();
  }
}
