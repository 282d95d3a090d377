package wadi.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom. */
class ArchitectureTest {
  private static final JavaClasses WADI = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("wadi");

  @Test
  void domain_is_pure_java() {
    assertSeen("wadi.domain..");
    classes().that().resideInAPackage("wadi.domain..").should().onlyDependOnClassesThat(resideInAnyPackage("wadi.domain..", "java.lang",
        "java.lang.runtime", "java.lang.invoke", "java.util", "java.util.function", "java.util.regex", "java.util.stream", "java.time",
        "java.time.temporal", "java.time.zone", "java.time.format", "java.math", "java.text").or(arraysAndPrimitives())).check(WADI);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "wadi.platform..|org.apache.camel..",
      "wadi.platform..|wadi.camel..", "wadi.platform..|wadi.runtime..", "wadi.platform..|wadi.cli..",
      "wadi.camel..|wadi.runtime..", "wadi.camel..|wadi.cli..",
      "wadi.runtime..|wadi.cli.."})
  void inner_packages_do_not_know_outer_ones(String inner, String outer) {
    assertSeen(inner);
    noClasses().that().resideInAPackage(inner).should().dependOnClassesThat().resideInAPackage(outer).check(WADI);
  }

  @Test
  void only_the_main_class_knows_the_command_line() {
    assertSeen("wadi.cli..");
    noClasses().that(resideOutsideOfPackages("wadi.cli..").and(DescribedPredicate.not(HasName.Predicates.name("wadi.Wadi"))))
        .should().dependOnClassesThat().resideInAPackage("wadi.cli..").check(WADI);
  }

  @Test
  void beans_do_no_io_of_their_own() {
    assertSeen("wadi.camel..");
    noClasses().that().resideInAPackage("wadi.camel..").should().dependOnClassesThat(
        resideInAnyPackage("java.net", "java.net.http", "java.sql", "javax.sql", "org.springframework.jdbc..", "com.zaxxer..")).check(WADI);
  }

  @Test
  void names_say_what_a_class_is() {
    assertSeen("wadi..");
    classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)$").check(WADI);
  }

  private static DescribedPredicate<JavaClass> arraysAndPrimitives() {
    return DescribedPredicate.describe("arrays of these and primitives", c -> c.isPrimitive() || c.isArray());
  }

  private static void assertSeen(String packages) {
    assertThat(WADI.that(resideInAPackage(packages))).as("classes in " + packages).isNotEmpty();
  }
}
