package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A copied Wadi whose files somebody edits, and who can take it all back. Names are relative to its folder. */
final class EditedTree {
  static final String PROPERTIES = "application.properties";
  static final String GREETING = "routes/intake/answer-hello.camel.yaml";
  static final String GREETING_SPEC = "routes/intake/answer-hello.spec.yaml";

  private final Path root;
  private final Map<String, Optional<String>> before = new LinkedHashMap<>();

  private EditedTree(Path root) {
    this.root = root;
  }

  /** A copy in a new folder of this one, which the database may pass through. */
  static EditedTree in(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return new EditedTree(CopiedTree.in(folder.resolve("a copy")));
  }

  Path root() {
    return root;
  }

  Path path(String file) {
    return root.resolve(file);
  }

  String read(String file) throws IOException {
    return Files.readString(path(file));
  }

  void write(String file, String text) throws IOException {
    remember(file);
    Files.createDirectories(path(file).getParent());
    Files.writeString(path(file), text);
  }

  void replace(String file, String text, String by) throws IOException {
    assertThat(read(file)).contains(text);
    write(file, read(file).replace(text, by));
  }

  void delete(String file) throws IOException {
    remember(file);
    Files.delete(path(file));
  }

  /** Sets one that is there, or adds it. */
  void property(String key, String value) throws IOException {
    String line = key + "=" + value;
    String changed = read(PROPERTIES).replaceAll("(?m)^" + key.replace(".", "\\.") + "=.*$", line);
    write(PROPERTIES, changed.contains(line + "\n") ? changed : changed + "\n# For a test.\n" + line + "\n");
  }

  /** Lets GET /hello answer with these words. */
  void greeting(String words) throws IOException {
    answer("routes/intake", "hello", words);
  }

  /** A route in this folder, with its spec, that answers GET /{@code path} with these words. */
  void answer(String folder, String path, String words) throws IOException {
    write(folder + "/answer-%s.camel.yaml".formatted(path), """
        - route:
            id: answer-%1$s
            description: Answers with words that show which files are live
            group: intake
            nodePrefixId: answer-%1$s.
            from:
              uri: platform-http:/%1$s
              steps:
                - setBody:
                    id: words
                    constant: "%2$s"
        """.formatted(path, words));
    write(folder + "/answer-%s.spec.yaml".formatted(path), """
        route: answer-%s
        cases:
          - it: answers with its words
            given: { body: "" }
            then:
              - reply: { body: %s }
        """.formatted(path, words.contains("{{") ? "!any" : '"' + words + '"'));
  }

  /** What is there now is what {@link #restore} goes back to. */
  void settle() {
    before.clear();
  }

  /** Takes back what was written and deleted. */
  void restore() throws IOException {
    for (Map.Entry<String, Optional<String>> file : before.entrySet()) {
      if (file.getValue().isPresent()) {
        Files.createDirectories(path(file.getKey()).getParent());
        Files.writeString(path(file.getKey()), file.getValue().get());
      } else {
        Files.deleteIfExists(path(file.getKey()));
      }
    }
    before.clear();
  }

  private void remember(String file) throws IOException {
    if (!before.containsKey(file)) {
      before.put(file, Files.exists(path(file)) ? Optional.of(read(file)) : Optional.empty());
    }
  }
}
