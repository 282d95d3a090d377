package wadi.runtime;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import wadi.runtime.files.Archive;

/** What differs between two sets of files, each an archive. */
final class FileChanges {
  private static final int CONTEXT = 3;
  private static final int MOST_LINES = 2_000;

  /**
   * One file.
   *
   * @param change added, changed or removed
   * @param lines of a unified diff without its head; empty when it is no text
   * @param cut whether there are more lines
   */
  record Changed(String file, String change, List<String> lines, boolean cut) {}

  private FileChanges() {}

  /** Those that differ, by name. */
  static List<Changed> between(byte[] before, byte[] after) {
    SortedMap<String, byte[]> old = files(before);
    SortedMap<String, byte[]> now = files(after);
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    return names.stream().filter(name -> !Arrays.equals(old.get(name), now.get(name)))
        .map(name -> changed(name, Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name)))).toList();
  }

  private static SortedMap<String, byte[]> files(byte[] archive) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try {
      Archive.unpack(archive, files::put);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Changed changed(String name, Optional<byte[]> before, Optional<byte[]> after) {
    String change = before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
    try {
      List<String> old = lines(before);
      List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(name, name, old, DiffUtils.diff(old, lines(after)), CONTEXT);
      List<String> shown = lines.stream().skip(2).limit(MOST_LINES).toList();
      return new Changed(name, change, shown, lines.size() - 2 > shown.size());
    } catch (CharacterCodingException e) {
      return new Changed(name, change, List.of(), false);
    }
  }

  private static List<String> lines(Optional<byte[]> content) throws CharacterCodingException {
    return content.isEmpty() ? List.of() : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.get())).toString().lines().toList();
  }
}
