package wadi.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.platform.Settings;

/** The properties the platform has read when it started: a reload cannot change them. */
final class PlatformProperties {
  private static final String FILE = "application.properties";

  private final Settings platform;
  private final Set<String> keys;

  /** @param platform those it started with; what was asked of them until now is the platform's */
  PlatformProperties(Settings platform) {
    this.platform = platform;
    this.keys = new TreeSet<>(platform.asked());
  }

  /** Those that other files say something else about. */
  List<Finding> changed(Settings files, Path folder) {
    return keys.stream().filter(key -> !platform.optional(key).equals(files.optional(key)))
        .map(key -> new Finding(Check.PROPERTY_VALUE, FILE, line(folder, key), "the property " + key + " has changed, which needs a restart",
            "set it back for now, or restart Wadi instead of reloading"))
        .toList();
  }

  /** What is as the platform has it, whatever other files say. */
  Map<String, String> fixed(Settings files) {
    Map<String, String> fixed = new HashMap<>();
    keys.forEach(key -> {
      Optional<String> value = platform.optional(key);
      if (!value.equals(files.optional(key))) {
        fixed.put(key, value.orElse(""));
      }
    });
    return fixed;
  }

  private static int line(Path folder, String key) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().matches(Pattern.quote(key) + "\\s*[=:].*")) {
          return i + 1;
        }
      }
    } catch (IOException e) {
      // the finding names the property
    }
    return 0;
  }
}
