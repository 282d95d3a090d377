package wadi.camel.wording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which templates there are: {@code templates/<channel>/<kind>.<part>.mustache}, where the parts of a mail are subject, txt and html, and
 * another channel has txt. A kind without templates has those of {@code default}. Named in YAML as {@code wordings}.
 */
public final class Wordings {
  /** The kind whose templates serve those that have none. */
  public static final String DEFAULT = "default";

  private static final Pattern FILE = Pattern.compile("templates/([a-z][a-z0-9-]*)/([a-zA-Z0-9][\\w-]*)\\.(subject|txt|html)\\.mustache");

  private final Map<String, Map<String, Set<String>>> parts = new TreeMap<>();

  private Wordings() {}

  /** Of a folder with {@code templates/} in it. */
  public static Wordings load(Path files) throws IOException {
    Path folder = files.resolve("templates");
    if (!Files.isDirectory(folder)) {
      return new Wordings();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return of(all.map(path -> files.relativize(path).toString().replace('\\', '/')));
    }
  }

  /** Of these files. */
  public static Wordings of(Stream<String> names) {
    Wordings wordings = new Wordings();
    names.map(FILE::matcher).filter(Matcher::matches).forEach(name -> wordings.parts.computeIfAbsent(name.group(1), c -> new TreeMap<>())
        .computeIfAbsent(name.group(2), k -> new TreeSet<>()).add(name.group(3)));
    return wordings;
  }

  /** The kind whose templates word this on that channel: its own, or the default one. */
  public String kind(String channel, Object kind) {
    return kind instanceof String name && kinds(channel).containsKey(name) ? name : DEFAULT;
  }

  /** Kinds of a channel, and which parts each has. */
  public Map<String, Set<String>> kinds(String channel) {
    return parts.getOrDefault(channel, Map.of());
  }

  /** Every channel that has templates. */
  public Set<String> channels() {
    return parts.keySet();
  }
}
