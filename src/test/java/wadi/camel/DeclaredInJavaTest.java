package wadi.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import wadi.platform.Settings;
import wadi.platform.ports.Ports;

/** What the check of the files knows of our Java is what there is. */
class DeclaredInJavaTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  @Test
  void the_types_of_beans_are_those_of_the_beans() throws IOException {
    Map<String, String> made = new TreeMap<>();
    new Beans(noPorts(), Settings.load(HOME, name -> null), HOME, new CompletableFuture<>()).beans()
        .forEach((name, bean) -> made.put(name, bean.getClass().getName()));

    assertThat(new TreeMap<>(BeanTypes.all())).as("write what differs into BeanTypes")
        .isEqualTo(made.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> type(e.getValue()), (a, b) -> a, TreeMap::new)));
  }

  @Test
  void every_route_in_java_is_in_the_list() {
    assertThat(JavaRoutes.all(Settings.load(HOME, name -> null))).extracting(r -> r.getClass().getName()).containsExactlyInAnyOrderElementsOf(
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("wadi").stream()
            .filter(c -> c.isAssignableTo(RouteBuilder.class)).map(JavaClass::getName).toList());
  }

  /** Beans keep their ports and ask them for nothing while they are made. */
  private static Ports noPorts() {
    return (Ports) Proxy.newProxyInstance(Ports.class.getClassLoader(), new Class<?>[] {Ports.class}, (proxy, method, arguments) ->
        method.getReturnType().isInterface()
            ? Proxy.newProxyInstance(Ports.class.getClassLoader(), new Class<?>[] {method.getReturnType()}, (p, m, a) -> null) : null);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
