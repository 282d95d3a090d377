package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under which licences Wadi may be handed on. THIRD-PARTY.txt is written by {@code mvn -Plicences generate-resources}; DistributionIT holds it to be complete. */
class LicencesTest {
  private static final Pattern ENTRY = Pattern.compile("((?:\\([^)]*\\) )+).*\\(([^:()]+:[^:()]+):[^:()]+ - [^)]*\\)");

  /** Those that ask for no more than their text and a name. */
  private static final Pattern PERMISSIVE = Pattern.compile("(The )?Apache( Software)?( License)?,?( Version)?[ -]?v?(2|2\\.0)|AL 2\\.0|(The )?MIT( License)?"
      + "|0BSD|BSD[- ][23][- ]Clause( License)?|EDL 1\\.0|Eclipse Distribution License - v 1\\.0|Go License|Public Domain(, per Creative Commons CC0)?",
      Pattern.CASE_INSENSITIVE);

  /** What is under another licence alone, and why that is well. */
  private static final Map<String, String> EXCUSED = Map.of(
      "de.dentrassi.crypto:pem-keystore", "EPL-1.0, weak copyleft by file: used unchanged, as a library of Artemis; its source is at the address listed",
      "jakarta.jms:jakarta.jms-api", "EPL-2.0, or GPL-2.0 with the class path exception: an interface used unchanged",
      "jakarta.servlet:jakarta.servlet-api", "EPL-2.0, or GPL-2.0 with the class path exception: an interface used unchanged",
      "jakarta.transaction:jakarta.transaction-api", "EPL-2.0, or GPL-2.0 with the class path exception: an interface used unchanged");

  static List<String> entries() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("THIRD-PARTY.txt"))) {
      return lines.map(String::strip).filter(line -> line.startsWith("(")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void each_library_may_be_handed_on(String entry) {
    var parts = ENTRY.matcher(entry);
    assertThat(parts.matches()).as(entry).isTrue();
    String name = parts.group(2);
    boolean permissive = Stream.of(parts.group(1).strip().split("(?<=\\)) (?=\\()")).map(licence -> licence.substring(1, licence.length() - 1))
        .anyMatch(licence -> PERMISSIVE.matcher(licence).matches());
    assertThat(permissive || EXCUSED.containsKey(name)).as("%s is under %s, which is neither permissive nor excused here with a reason", name, parts.group(1)).isTrue();
    assertThat(permissive && EXCUSED.containsKey(name)).as(name + " needs no excuse").isFalse();
  }

  @Test
  void each_library_that_is_excused_is_there() throws IOException {
    String all = Files.readString(Path.of("THIRD-PARTY.txt"));
    assertThat(EXCUSED.keySet()).allMatch(name -> all.contains("(" + name + ":"));
  }
}
