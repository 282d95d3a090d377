package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import wadi.platform.Settings;

/** What can be said of the container files without Docker. */
class ComposeFilesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Set<String> NO_PROPERTIES = Set.of("CARD_KEY", "WADI_TOKEN");

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "examples/architectures/1.yml", "examples/architectures/2.yml"})
  void a_compose_file_names_what_there_is(String file) throws IOException {
    Map<String, Map<String, Object>> services = services(file);
    Set<String> properties = properties();
    services.forEach((name, service) -> {
      assertThat(service.get("image").toString()).as("image of " + name).matches("[a-z/]+:v?\\d+\\.\\d+.*");
      map(service, "depends_on").forEach((needed, how) -> {
        assertThat(services).containsKey(needed);
        assertThat(how).asString().isEqualTo("{condition=service_healthy}");
        assertThat(services.get(needed).keySet()).as("Docker can tell whether %s is healthy", needed).containsAnyOf("build", "healthcheck");
      });
      assertThat(list(service, "ports")).as("ports of " + name).allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
      list(service, "volumes").forEach(volume -> assertThat(isThere(file, volume)).as(volume).isTrue());
      if (service.containsKey("build")) {
        assertThat(map(service, "environment").keySet()).as("environment of " + name).isSubsetOf(union(properties, NO_PROPERTIES));
      }
    });
    List<String> published = services.values().stream().flatMap(service -> list(service, "ports").stream()).map(port -> port.split(":")[1]).toList();
    assertThat(published).doesNotHaveDuplicates();
    assertThat(roles(services)).contains("intake", "fraud", "alerting", "delivery");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "examples/architectures/1.yml", "examples/architectures/2.yml"})
  void each_variable_of_a_compose_file_is_explained_in_the_sample(String file) throws IOException {
    Set<String> used = Pattern.compile("\\$\\{(\\w+)").matcher(Files.readString(HOME.resolve(file))).results().map(found -> found.group(1)).collect(Collectors.toSet());
    List<String> sample = Files.readAllLines(HOME.resolve(".env.sample"));
    assertThat(used).isNotEmpty().allSatisfy(variable -> {
      assertThat(sample).contains(variable + "=");
      assertThat(sample.get(sample.indexOf(variable + "=") - 1)).startsWith("# ");
    });
  }

  @Test
  void the_image_runs_as_a_user_and_stops_as_it_should() throws IOException {
    String dockerfile = Files.readString(HOME.resolve("Dockerfile"));
    assertThat(dockerfile).contains("\nUSER wadi\n", "\nSTOPSIGNAL SIGTERM\n", "\nHEALTHCHECK ");
    assertThat(dockerfile.lastIndexOf("\nUSER ")).isEqualTo(dockerfile.indexOf("\nUSER wadi"));
    List<String> ignored = Files.readAllLines(HOME.resolve(".dockerignore"));
    List<String> copied = Pattern.compile("(?m)^COPY (?:--chown=\\S+ )?([^-].*) \\S+$").matcher(dockerfile).results()
        .flatMap((MatchResult copy) -> Stream.of(copy.group(1).split(" "))).toList();
    assertThat(copied).hasSizeGreaterThan(4).allSatisfy(source -> {
      assertThat(HOME.resolve(source)).exists();
      assertThat(ignored).anyMatch(line -> line.startsWith("!") && (source + "/").matches(line.substring(1).replace(".", "\\.").replace("*", "[^/]*") + "/.*"));
    });
    try (Stream<Path> all = Files.list(HOME)) {
      assertThat(copied).containsAll(all.map(file -> file.getFileName().toString()).filter(name -> name.matches("application.*\\.properties")).toList());
    }
  }

  private static boolean isThere(String file, String volume) {
    String source = volume.split(":")[0];
    try {
      return source.startsWith(".") ? Files.exists(HOME.resolve(file).getParent().resolve(source)) : map(compose(file), "volumes").containsKey(source);
    } catch (IOException e) {
      return false;
    }
  }

  private static Set<String> roles(Map<String, Map<String, Object>> services) {
    return services.values().stream().filter(service -> service.containsKey("build"))
        .map(service -> map(service, "environment").getOrDefault("ROLES", "intake,fraud,alerting,delivery").toString())
        .flatMap(roles -> Stream.of(roles.split(","))).collect(Collectors.toSet());
  }

  private static Set<String> properties() throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(HOME.resolve("application.properties"))) {
      properties.load(reader);
    }
    return properties.stringPropertyNames().stream().map(Settings::variable).collect(Collectors.toSet());
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services(String file) throws IOException {
    return (Map<String, Map<String, Object>>) compose(file).get("services");
  }

  private static Map<String, Object> compose(String file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(HOME.resolve(file)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> of, String key) {
    return (Map<String, Object>) of.getOrDefault(key, Map.of());
  }

  private static List<String> list(Map<String, Object> of, String key) {
    return ((List<?>) of.getOrDefault(key, List.of())).stream().map(Object::toString).toList();
  }
}
