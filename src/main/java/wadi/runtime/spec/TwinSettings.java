package wadi.runtime.spec;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import wadi.platform.Settings;
import wadi.runtime.Snapshot;

/**
 * The properties of twins: those of application.properties and of the case, and nothing of the machine's environment, so
 * that a spec comes out the same everywhere.
 */
final class TwinSettings {
  private final Path folder;
  private final Map<String, String> file = new TreeMap<>();
  private final Set<String> names = new TreeSet<>();

  TwinSettings(Snapshot snapshot) {
    this.folder = snapshot.folder();
    file.putAll(read(folder.resolve("application.properties")));
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(f -> f.getFileName().toString().matches("application.*\\.properties")).forEach(f -> names.addAll(read(f).keySet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every property there is, also those only a profile has. */
  Set<String> names() {
    return names;
  }

  /** Only what differs from the file: cases that say what is so anyway share a twin. */
  Map<String, String> differing(Map<String, String> given) {
    Map<String, String> differing = new TreeMap<>(given);
    differing.entrySet().removeIf(p -> p.getValue().equals(file.get(p.getKey())));
    return differing;
  }

  Settings with(Map<String, String> overrides) {
    Map<String, String> variables = new HashMap<>();
    file.forEach((name, value) -> variables.put(variable(name), value));
    overrides.forEach((name, value) -> variables.put(variable(name), value));
    return Settings.load(folder, name -> variables.getOrDefault(name, ""));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Map<String, String> read(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name).trim()));
    return read;
  }
}
