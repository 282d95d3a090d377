package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation as GitHub shows it: links lead somewhere, every page is found, and the first one stays short. */
class PagesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern CODE = Pattern.compile("(`+).*?\\1", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern TEST = Pattern.compile("`([A-Z][a-z]\\w*(?:IT|Test))`");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final List<String> NOT_OURS = List.of("target", ".git", "data", "node_modules");

  @Test
  void every_link_leads_to_a_file_or_a_heading_that_exists() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : links(page)) {
        links++;
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file) || !file.startsWith(HOME)) {
          broken.add("%s: %s: there is no such file".formatted(HOME.relativize(page), link));
        } else if (parts.length > 1 && file.toString().endsWith(".md") && !anchors(file).contains(parts[1])) {
          broken.add("%s: %s: there is no such heading".formatted(HOME.relativize(page), link));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(300);
  }

  @Test
  void every_page_can_be_reached_from_the_first_one() throws IOException {
    Set<Path> reached = new HashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(HOME.resolve("README.md")));
    while (!next.isEmpty()) {
      Path page = next.pop();
      if (reached.add(page)) {
        links(page).stream().map(link -> link.replaceFirst("#.*", "")).filter(link -> link.endsWith(".md")).map(link -> page.resolveSibling(link).normalize())
            .filter(Files::exists).forEach(next::push);
      }
    }
    assertThat(pages()).filteredOn(page -> !page.startsWith(HOME.resolve("src")) && !page.startsWith(HOME.resolve("docs/benchmarks"))).hasSizeGreaterThan(80)
        .allMatch(reached::contains);
  }

  @Test
  void every_test_that_a_page_names_exists() throws IOException {
    List<String> tests = new ArrayList<>();
    try (Stream<Path> all = Files.walk(HOME.resolve("src/test/java"))) {
      all.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".java")).forEach(name -> tests.add(name.replace(".java", "")));
    }
    for (Path page : pages()) {
      List<String> named = TEST.matcher(Files.readString(page)).results().map(name -> name.group(1)).toList();
      assertThat(tests).as(HOME.relativize(page).toString()).containsAll(named);
    }
  }

  @Test
  void the_first_page_is_short_and_has_one_diagram_and_two_screenshots() throws IOException {
    String page = Files.readString(HOME.resolve("README.md"));
    assertThat(page.lines()).hasSizeLessThan(200);
    assertThat(page.split("```mermaid", -1)).hasSize(2);
    assertThat(page.split("!\\[", -1)).hasSize(3);
    assertThat(links(page.substring(page.indexOf("## Documentation")))).as("the index").hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.walk(HOME)) {
      return all.filter(path -> path.toString().endsWith(".md")).filter(path -> !NOT_OURS.contains(HOME.relativize(path).getName(0).toString())).toList();
    }
  }

  private static List<String> links(Path page) throws IOException {
    return links(Files.readString(page));
  }

  /** To places of ours; what stands in code is none. */
  private static List<String> links(String page) {
    String text = CODE.matcher(FENCED.matcher(page).replaceAll("")).replaceAll("`code`");
    return LINK.matcher(text).results().map(link -> link.group(1)).filter(link -> !ELSEWHERE.matcher(link).matches()).toList();
  }

  /** As GitHub makes them of headings: lower case, without punctuation, a dash for each blank, and a number at those that come again. */
  private static Set<String> anchors(Path page) {
    try {
      Map<String, Integer> seen = new HashMap<>();
      Set<String> anchors = new HashSet<>();
      HEADING.matcher(FENCED.matcher(Files.readString(page)).replaceAll("")).results().map(heading -> heading.group(1)).forEach(heading -> {
        String words = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
        int times = seen.merge(words, 1, Integer::sum);
        anchors.add(times == 1 ? words : words + "-" + (times - 1));
      });
      return anchors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
