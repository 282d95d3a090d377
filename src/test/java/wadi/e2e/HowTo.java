package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of instructions: the sentence before each block of code says what to do with it, and a block of commands may be followed by what they show. */
final class HowTo {
  private static final Pattern BLOCK = Pattern.compile("(?s)((?:[^\\n]+\\n)*)\\n```(yaml|properties|sh|text)\\n(.*?)```");
  private static final Pattern NEW_FILE = Pattern.compile("New file\\s`([^`]+)`:\\s*$");
  private static final Pattern AT_END = Pattern.compile("At the end of\\s`([^`]+)`[^`]*:\\s*$");
  private static final Pattern AFTER_LINE = Pattern.compile("In `([^`]+)`,\\safter the line\\s`([^`]+)`:\\s*$");
  private static final Pattern INSTEAD = Pattern.compile("In `([^`]+)`,\\sinstead of the line\\s`([^`]+)`:\\s*$");

  /** What the reader does. */
  sealed interface Step permits Edit, Command {}

  /** @param line it comes after, or in the place of; empty for the end of the file, or for a new file */
  record Edit(String file, boolean isNew, String line, boolean instead, String text) implements Step {
    void apply(Path tree) throws IOException {
      Path path = tree.resolve(file);
      assertThat(Files.exists(path)).as(file + " exists").isEqualTo(!isNew);
      Files.createDirectories(path.getParent());
      String old = isNew ? "" : Files.readString(path);
      assertThat(old).contains(line);
      int found = line.isEmpty() ? old.length() : old.indexOf(line);
      int end = line.isEmpty() ? found : old.indexOf('\n', found) + 1;
      int from = instead ? old.lastIndexOf('\n', found) + 1 : end;
      Files.writeString(path, old.substring(0, from) + text + old.substring(end));
    }
  }

  /** @param shown what it shows, in which {@code ...} stands for anything; empty when the page does not say */
  record Command(String text, String shown) implements Step {
    @Override
    public String toString() {
      return text.strip();
    }
  }

  private HowTo() {}

  /** Every block of the page that is an edit, in its order; one that nothing is said about fails. */
  static List<Edit> read(Path page) throws IOException {
    return steps(page).stream().filter(Edit.class::isInstance).map(Edit.class::cast).toList();
  }

  /** The edits and commands of the page, in their order. */
  static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
      switch (block.group(2)) {
        case "sh" -> steps.add(new Command(block.group(3), ""));
        case "text" -> {
          assertThat(steps).as("text that no command shows: " + block.group(3)).isNotEmpty();
          Step shows = steps.remove(steps.size() - 1);
          assertThat(shows).as("what shows this: " + block.group(3)).isInstanceOf(Command.class);
          steps.add(new Command(((Command) shows).text(), block.group(3)));
        }
        default -> steps.add(edit(block.group(1), block.group(3)));
      }
    }
    return steps;
  }

  private static Edit edit(String sentence, String text) {
    var newFile = NEW_FILE.matcher(sentence);
    var atEnd = AT_END.matcher(sentence);
    var afterLine = AFTER_LINE.matcher(sentence);
    var instead = INSTEAD.matcher(sentence);
    if (newFile.find()) {
      return new Edit(newFile.group(1), true, "", false, text);
    }
    if (atEnd.find()) {
      return new Edit(atEnd.group(1), false, "", false, text);
    }
    if (instead.find()) {
      return new Edit(instead.group(1), false, instead.group(2), true, text);
    }
    assertThat(afterLine.find()).as("what to do with the code after: " + sentence).isTrue();
    return new Edit(afterLine.group(1), false, afterLine.group(2), false, text);
  }
}
