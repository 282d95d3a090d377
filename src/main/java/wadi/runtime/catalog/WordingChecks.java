package wadi.runtime.catalog;

import com.github.mustachejava.MustacheException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.wording.TemplateFactory;
import wadi.camel.wording.Wordings;

/** Templates of messages: whether they can be read, and let no markup through. */
final class WordingChecks {
  private static final String FOLDER = "templates/";
  private static final Pattern RAW = Pattern.compile("\\{\\{\\{|\\{\\{\\s*&|\\{\\{=");
  private static final Pattern LINE = Pattern.compile("@\\[?[^\\]]*?:(\\d+)]?|line (\\d+)");

  private WordingChecks() {}

  static void check(FileSet files) {
    files.others().stream().filter(name -> name.startsWith(FOLDER) && name.endsWith(".mustache"))
        .forEach(name -> files.text(name).ifPresent(text -> template(files, name, text)));
    complete(files);
  }

  /** What a mail of the default kind has, one of another kind has too: else a part of the two would be of different messages. */
  private static void complete(FileSet files) {
    Wordings wordings = Wordings.of(files.others().stream());
    for (String channel : wordings.channels()) {
      Set<String> whole = wordings.kinds(channel).getOrDefault(Wordings.DEFAULT, Set.of());
      wordings.kinds(channel).forEach((kind, parts) -> whole.stream().filter(part -> !parts.contains(part)).forEach(part -> {
        String missing = FOLDER + channel + "/" + kind + "." + part + ".mustache";
        files.findings(missing).add(Check.WORDING, 0, "is not there, and the kind %s has other templates for %s".formatted(kind, channel), "write this file");
      }));
    }
  }

  private static void template(FileSet files, String name, String text) {
    Findings findings = files.findings(name);
    if (text.isBlank()) {
      findings.add(Check.WORDING, 0, "the template is empty", "write what the message says, or remove the file");
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && name.contains(".html."); i++) {
      if (RAW.matcher(lines.get(i)).find()) {
        findings.add(Check.WORDING, i + 1, "a value gets into the HTML as it is, with any markup in it", "write it with two braces: {{name}}");
      }
    }
    if (!TemplateIncludes.check(files, name, lines)) {
      return;
    }
    try {
      TemplateFactory.of(other -> files.text(other).map(StringReader::new)).compile(new StringReader(text), name);
    } catch (MustacheException e) {
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      int number = line.find() ? Integer.parseInt(line.group(1) == null ? line.group(2) : line.group(1)) : 0;
      findings.add(Check.WORDING, number, "the template cannot be read: " + e.getMessage().replaceAll(" (in |@ ?)?\\[?" + Pattern.quote(name) + ":\\d+]?", ""),
          "close each {{#name}} with {{/name}}");
    }
  }
}
