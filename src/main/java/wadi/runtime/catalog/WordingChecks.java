package wadi.runtime.catalog;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** Templates of messages: whether they can be read, and let no markup through. */
final class WordingChecks {
  private static final Pattern RAW = Pattern.compile("\\{\\{\\{|\\{\\{\\s*&|\\{\\{=");
  private static final Pattern LINE = Pattern.compile("@\\[?[^\\]]*?:(\\d+)]?|line (\\d+)");

  private WordingChecks() {}

  static void check(FileSet files) {
    files.others().stream().filter(name -> name.startsWith("templates/") && name.endsWith(".mustache"))
        .forEach(name -> files.text(name).ifPresent(text -> template(files.findings(name), name, text)));
  }

  private static void template(Findings findings, String name, String text) {
    if (text.isBlank()) {
      findings.add(Check.WORDING, 0, "the template is empty", "write what the message says, or remove the file");
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && name.contains(".html."); i++) {
      if (RAW.matcher(lines.get(i)).find()) {
        findings.add(Check.WORDING, i + 1, "a value gets into the HTML as it is, with any markup in it", "write it with two braces: {{name}}");
      }
    }
    try {
      new DefaultMustacheFactory().compile(new StringReader(text), name);
    } catch (MustacheException e) {
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      int number = line.find() ? Integer.parseInt(line.group(1) == null ? line.group(2) : line.group(1)) : 0;
      findings.add(Check.WORDING, number, "the template cannot be read: " + e.getMessage().replaceAll(" (in |@ ?)?\\[?" + Pattern.quote(name) + ":\\d+]?", ""),
          "close each {{#name}} with {{/name}}");
    }
  }
}
