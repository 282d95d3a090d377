package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DataFormatDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wadi.cli.docs.ShippedRoutes;

/**
 * {@code mvn verify} fails on a dependency that no class uses (maven-dependency-plugin in pom.xml). Parts of Camel that only routes
 * use are excused there from that; here they are held to it.
 */
class DependenciesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Pattern EXCUSED = Pattern.compile("<dependency>([^<]+)</dependency>");
  private static final Pattern SERVICE =
      Pattern.compile("META-INF/services/org/apache/camel/((?:component|dataformat|language|routes-loader)/[^/]+|model/CircuitBreakerDefinition)");

  /** What people may use in routes of their own, and no shipped route does. */
  private static final Set<String> OFFERED = Set.of("component/kamelet", "component/rest");

  private static String pom;
  private static Set<String> used;

  @BeforeAll
  static void read() throws IOException {
    pom = Files.readString(HOME.resolve("pom.xml"));
    used = namesUsed();
  }

  static List<String> excused() throws IOException {
    String list = Files.readString(HOME.resolve("pom.xml"))
        .replaceAll("(?s).*<ignoredUnusedDeclaredDependencies>|</ignoredUnusedDeclaredDependencies>.*", "");
    return EXCUSED.matcher(list).results().map(entry -> entry.group(1)).toList();
  }

  static Stream<String> excusedPartsOfCamel() throws IOException {
    return excused().stream().filter(entry -> entry.startsWith("org.apache.camel")).map(entry -> entry.substring(entry.indexOf(':') + 1));
  }

  @ParameterizedTest
  @MethodSource("excusedPartsOfCamel")
  void a_part_of_camel_that_no_class_uses_is_named_by_a_shipped_route(String artifact) throws IOException {
    assertThat(names(artifact)).as("pom.xml declares %s, and neither a class nor a shipped route uses what it brings: remove it there, and "
        + "among ignoredUnusedDeclaredDependencies", artifact).anyMatch(name -> used.contains(name) || OFFERED.contains(name));
  }

  @ParameterizedTest
  @MethodSource("excused")
  void what_is_excused_is_declared_by_its_full_name(String entry) {
    String[] name = entry.split(":");
    assertThat(name).as("group:artifact").hasSize(2);
    assertThat(pom).as("%s stands among ignoredUnusedDeclaredDependencies in pom.xml and is not declared: remove it there", entry)
        .contains("<dependency><groupId>" + name[0] + "</groupId><artifactId>" + name[1] + "</artifactId>");
  }

  @Test
  void the_names_in_routes_are_found() {
    assertThat(used).contains("component/direct", "component/bean", "component/platform-http", "component/jms", "component/smtp",
        "component/mustache", "dataformat/jackson", "language/simple", "language/constant", "routes-loader/yaml")
        .doesNotContain("component/quartz", "language/jq");
  }

  /** What a jar of Camel can be asked for in a route. */
  private static Set<String> names(String artifact) throws IOException {
    URL inJar = DependenciesTest.class.getClassLoader().getResource("META-INF/maven/org.apache.camel/" + artifact + "/pom.properties");
    assertThat(inJar).as("the jar of " + artifact).isNotNull();
    return ((JarURLConnection) inJar.openConnection()).getJarFile().stream().map(JarEntry::getName).map(SERVICE::matcher)
        .filter(Matcher::matches).map(match -> match.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> namesUsed() throws IOException {
    ShippedRoutes routes = ShippedRoutes.read(HOME);
    Properties properties = new Properties();
    properties.load(Files.newBufferedReader(HOME.resolve("application.properties")));
    Set<String> names = new TreeSet<>(Set.of("routes-loader/yaml"));
    Stream.concat(routes.entries().stream().map(route -> route.from()), routes.steps().stream().map(ShippedRoutes::sentTo))
        .filter(uri -> uri != null).forEach(uri -> names.add("component/" + scheme(uri, properties)));
    routes.steps().forEach(step -> names.addAll(names(step)));
    return names;
  }

  private static Set<String> names(ProcessorDefinition<?> step) {
    Set<String> names = new HashSet<>();
    if (step instanceof CircuitBreakerDefinition) {
      names.add("model/CircuitBreakerDefinition");
    }
    if (step instanceof BeanDefinition) {
      names.add("component/bean");
    }
    if (step instanceof ExpressionNode asking && asking.getExpression() != null) {
      names.add("language/" + asking.getExpression().getLanguage());
    }
    DataFormatDefinition format = step instanceof MarshalDefinition out ? out.getDataFormatType()
        : step instanceof UnmarshalDefinition in ? in.getDataFormatType() : null;
    if (format != null) {
      names.add("dataformat/" + format.getDataFormatName());
    }
    return names;
  }

  /** Of a URI that may be, or begin with, a property. */
  private static String scheme(String uri, Properties properties) {
    Matcher property = Pattern.compile("\\{\\{([^:}]+).*?}}").matcher(uri);
    String known = property.lookingAt() ? properties.getProperty(property.group(1), "") + uri.substring(property.end()) : uri;
    return known.isEmpty() || known.indexOf(':') < 0 ? known : known.substring(0, known.indexOf(':'));
  }
}
