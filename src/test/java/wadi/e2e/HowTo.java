package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of instructions: the sentence before each block of code says what to do with it. */
final class HowTo {
  private static final Pattern BLOCK = Pattern.compile("(?s)((?:[^\\n]+\\n)+)\\n```(?:yaml|properties)\\n(.*?)```");
  private static final Pattern NEW_FILE = Pattern.compile("New file\\s`([^`]+)`:\\s*$");
  private static final Pattern AT_END = Pattern.compile("At the end of\\s`([^`]+)`[^`]*:\\s*$");
  private static final Pattern AFTER_LINE = Pattern.compile("In `([^`]+)`,\\safter the line\\s`([^`]+)`:\\s*$");

  /** @param after the line it comes after; empty for the end of the file, or for a new file */
  record Edit(String file, boolean isNew, String after, String text) {
    void apply(Path tree) throws IOException {
      Path path = tree.resolve(file);
      assertThat(Files.exists(path)).as(file + " exists").isEqualTo(!isNew);
      Files.createDirectories(path.getParent());
      String old = isNew ? "" : Files.readString(path);
      int at = after.isEmpty() ? old.length() : old.indexOf('\n', old.indexOf(after)) + 1;
      assertThat(old).contains(after);
      Files.writeString(path, old.substring(0, at) + text + old.substring(at));
    }
  }

  private HowTo() {}

  /** Every block of the page, in its order; one that nothing is said about fails. */
  static List<Edit> read(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).results().map(HowTo::edit).toList();
  }

  private static Edit edit(MatchResult block) {
    String sentence = block.group(1);
    var newFile = NEW_FILE.matcher(sentence);
    var atEnd = AT_END.matcher(sentence);
    var afterLine = AFTER_LINE.matcher(sentence);
    if (newFile.find()) {
      return new Edit(newFile.group(1), true, "", block.group(2));
    }
    if (atEnd.find()) {
      return new Edit(atEnd.group(1), false, "", block.group(2));
    }
    assertThat(afterLine.find()).as("what to do with the code after: " + sentence).isTrue();
    return new Edit(afterLine.group(1), false, afterLine.group(2), block.group(2));
  }
}
