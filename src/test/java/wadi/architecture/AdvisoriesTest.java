package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries on the class path are at least as new as docs/decisions/0008 says, where the reasons are; and what has no good version is not there. */
class AdvisoriesTest {
  /** library | built on | we use | groups, by a comma | at least | why */
  private static final Pattern FLOOR = Pattern.compile("(?m)^\\|[^|]+\\|[^|]+\\| ([\\w.]+) \\| ([\\w.,: `-]+) \\| (\\d[\\w.]*) \\|");

  /** @param of a group, or group:artifact */
  record Floor(String of, String least) {}

  /** A jar as Maven stores it: GROUP/AS/FOLDERS/artifact/version/artifact-version.jar. */
  record Jar(String group, String artifact, String version) {
    static Jar of(String path) {
      Path file = Path.of(path);
      Path artifact = file.getParent().getParent();
      return new Jar(artifact.getParent().toString().replace(File.separatorChar, '.'), artifact.getFileName().toString(), file.getParent().getFileName().toString());
    }

    boolean is(String name) {
      return (name.contains(":") ? group + ":" + artifact : group).endsWith("." + name);
    }
  }

  static List<Floor> floors() throws IOException {
    return FLOOR.matcher(Files.readString(Path.of("docs/decisions/0008-dependency-overrides.md"))).results()
        .flatMap((MatchResult row) -> Stream.of(row.group(2).replace("`", "").split(", *")).map(group -> new Floor(group.strip(), row.group(3)))).toList();
  }

  @ParameterizedTest
  @MethodSource("floors")
  void no_library_is_older_than_its_advisories_allow(Floor floor) {
    List<Jar> jars = jars().stream().filter(jar -> jar.is(floor.of()) && !jar.artifact().contains("tcnative")).toList();
    assertThat(jars).as("jars of " + floor.of()).isNotEmpty()
        .allSatisfy(jar -> assertThat(compare(jar.version(), floor.least())).as("%s is %s, at least %s is needed", jar.artifact(), jar.version(), floor.least()).isNotNegative());
  }

  @Test
  void the_table_is_read() throws IOException {
    assertThat(floors()).contains(new Floor("io.netty", "4.1.138")).hasSizeGreaterThan(8);
    assertThat(compare("4.1.140.Final", "4.1.138")).isPositive();
    assertThat(compare("4.1.99.Final", "4.1.138")).isNegative();
  }

  /** Parts of Camel with advisories that Camel 4.17.0 does not answer. */
  @ParameterizedTest
  @ValueSource(strings = {"camel-undertow", "camel-netty-http", "camel-keycloak", "camel-hazelcast", "camel-leveldb", "camel-consul", "camel-quartz", "camel-knative",
      "camel-aws2-sqs", "camel-nats", "camel-dns", "camel-solr", "camel-cxf-soap", "camel-lra", "camel-platform-http-main"})
  void what_has_open_advisories_is_not_there(String artifact) {
    assertThat(jars()).extracting(Jar::artifact).isNotEmpty().doesNotContain(artifact);
  }

  private static List<Jar> jars() {
    String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator)).filter(file -> file.endsWith(".jar")).map(Jar::of).toList();
  }

  /** By the numbers in them. */
  private static int compare(String one, String other) {
    int[] ours = numbers(one);
    int[] theirs = numbers(other);
    for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
      int difference = Integer.compare(i < ours.length ? ours[i] : 0, i < theirs.length ? theirs[i] : 0);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    return Pattern.compile("\\d+").matcher(version).results().mapToInt(number -> Integer.parseInt(number.group())).toArray();
  }
}
