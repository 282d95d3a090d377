package wadi.cli.scaffold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** New files and changed ones that belong together: all of them are written, or none. */
public final class Changes {
  private final Path home;
  private final Map<String, String> before = new LinkedHashMap<>();
  private final Map<String, String> after = new LinkedHashMap<>();
  private final List<String> next = new ArrayList<>();

  Changes(Path home) {
    this.home = home;
  }

  /** A file that must not be there yet. */
  void add(String file, String text) {
    if (Files.exists(home.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
      throw new Refused(file + " is there already. Nothing is written: take another name, or move it away.");
    }
    after.put(file, text);
  }

  /** A file that must be there. */
  void change(String file, UnaryOperator<String> change) {
    String text = read(file);
    before.put(file, text);
    after.put(file, change.apply(text));
  }

  /** What a person has to do then. */
  void then(String... steps) {
    next.addAll(List.of(steps));
  }

  /** The text of a file as it is on disk. */
  String read(String file) {
    try {
      return Files.readString(home.resolve(file));
    } catch (IOException e) {
      throw new Refused("%s cannot be read: %s. Nothing is written.".formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** Text by file. */
  Map<String, String> texts() {
    return after;
  }

  /** Files that are new, as seen from Wadi's folder. */
  public List<String> added() {
    return after.keySet().stream().filter(file -> !before.containsKey(file)).toList();
  }

  /** Files that are there and get more lines. */
  public List<String> changed() {
    return List.copyOf(before.keySet());
  }

  /** What is left to a person, in its order. */
  public List<String> next() {
    return next;
  }

  /** @throws Refused when it cannot be done; then everything is as before */
  public void write() {
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      for (Map.Entry<String, String> change : after.entrySet()) {
        write(change.getKey(), change.getValue(), undo);
      }
    } catch (IOException e) {
      undo.forEach(Runnable::run);
      throw new Refused("It cannot be written: %s %s. Nothing has changed.".formatted(e.getClass().getSimpleName(), e.getMessage()));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void write(String file, String text, Deque<Runnable> undo) throws IOException {
    if (before.containsKey(file)) {
      // Where a link leads to, so that it stays one.
      Path target = home.resolve(file).toRealPath();
      replace(target, text, target.resolveSibling("." + target.getFileName() + ".new"), undo);
      undo.push(undoing(() -> Files.writeString(target, before.get(file))));
    } else {
      Path target = home.resolve(file);
      folder(target.getParent(), undo);
      Files.createFile(target);
      undo.push(undoing(() -> Files.deleteIfExists(target)));
      Files.writeString(target, text);
    }
  }

  private static void replace(Path target, String text, Path beside, Deque<Runnable> undo) throws IOException {
    undo.push(undoing(() -> Files.deleteIfExists(beside)));
    Files.copy(target, beside, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(beside, text);
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void folder(Path folder, Deque<Runnable> undo) throws IOException {
    if (!Files.isDirectory(folder)) {
      folder(folder.getParent(), undo);
      Files.createDirectory(folder);
      undo.push(undoing(() -> Files.deleteIfExists(folder)));
    }
  }

  /** What cannot be undone either is left as it is. */
  private static Runnable undoing(Work work) {
    return () -> {
      try {
        work.run();
      } catch (IOException ignored) {
        // The disk refuses everything; the message says so.
      }
    };
  }
}
