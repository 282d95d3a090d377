package wadi.runtime.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.camel.wording.TemplateFactory;

/** What a template includes: files of templates/ that are there, and never itself. */
final class TemplateIncludes {
  private static final Pattern INCLUDE = Pattern.compile("\\{\\{\\s*>\\s*([^}]*?)\\s*}}");
  private static final String END = ".mustache";

  private final FileSet files;

  private TemplateIncludes(FileSet files) {
    this.files = files;
  }

  /** Whether all of them can be included. */
  static boolean check(FileSet files, String name, List<String> lines) {
    TemplateIncludes includes = new TemplateIncludes(files);
    boolean good = true;
    for (int i = 0; i < lines.size(); i++) {
      for (MatchResult include : INCLUDE.matcher(lines.get(i)).results().toList()) {
        good &= includes.check(name, i + 1, include.group(1));
      }
    }
    return good;
  }

  private boolean check(String name, int line, String include) {
    Findings findings = files.findings(name);
    Optional<String> path = path(name, include);
    if (path.isEmpty()) {
      findings.add(Check.WORDING, line, "it includes %s, which is no template of templates/".formatted(include),
          "write the name of a file of templates/ without .mustache, as from beside this one");
      return false;
    }
    if (!files.isOne(path.get())) {
      String folder = folder(name);
      List<String> beside = files.others().stream().filter(other -> other.startsWith(folder) && other.endsWith(END)).toList();
      findings.add(Check.WORDING, line, "it includes %s, which is not there".formatted(path.get()), Nearest.one(path.get(), beside)
          .map(near -> "write: {{> %s}}".formatted(near.substring(folder.length(), near.length() - END.length()))).orElse("write this file"));
      return false;
    }
    List<String> way = new ArrayList<>(List.of(name));
    if (leadsBack(way, path.get())) {
      findings.add(Check.WORDING, line, "it includes itself: " + String.join(", ", way), "take one of the includes out");
      return false;
    }
    return true;
  }

  /** Whether what {@code way} begins with is reached from there; then {@code way} is how. */
  private boolean leadsBack(List<String> way, String name) {
    if (name.equals(way.get(0))) {
      return true;
    }
    if (way.contains(name)) {
      return false;
    }
    way.add(name);
    boolean back = INCLUDE.matcher(files.text(name).orElse("")).results().anyMatch(include -> path(name, include.group(1)).filter(to -> leadsBack(way, to)).isPresent());
    if (!back) {
      way.remove(name);
    }
    return back;
  }

  private static Optional<String> path(String name, String include) {
    return TemplateFactory.included(folder(name), include, END);
  }

  private static String folder(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }
}
