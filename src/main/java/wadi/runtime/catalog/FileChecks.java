package wadi.runtime.catalog;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.Nearest;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/** Files beside the routes: those that routes name, templates, and YAML that Camel would not load. */
final class FileChecks {
  private static final Pattern OURS = Pattern.compile("\\{\\{app\\.dir}}/+([^?]+)");
  private static final Pattern RAW = Pattern.compile("\\{\\{\\{|\\{\\{\\s*&|\\{\\{=");
  private static final Pattern LINE = Pattern.compile("@\\[?[^\\]]*?:(\\d+)]?|line (\\d+)");
  private static final Set<String> KINDS =
      Set.of("route", "from", "routeConfiguration", "routeTemplate", "templatedRoute", "rest", "beans", "onException", "errorHandler", "intercept");

  private FileChecks() {}

  static void check(FileSet files) {
    for (RouteFile file : files.routes()) {
      Endpoint.in(file).forEach(endpoint -> isThere(files, file, endpoint));
      String spec = file.name().replace(RouteFile.SUFFIX, ".spec.yaml");
      if (!file.routes().isEmpty() && !files.has(spec)) {
        file.findings().add(Check.SPEC, 0, "the route has no spec", "write: " + spec);
      }
    }
    for (String name : files.others()) {
      if (name.startsWith("templates/") && name.endsWith(".mustache")) {
        template(files, name);
      } else if (name.startsWith("routes/") && name.matches(".*\\.ya?ml")) {
        isLoaded(files, name);
      }
    }
  }

  private static void isThere(FileSet files, RouteFile file, Endpoint endpoint) {
    Matcher matcher = OURS.matcher(endpoint.uri());
    if (!matcher.find()) {
      return;
    }
    for (String name : files.placeholders().resolve(matcher.group(1))) {
      if (!name.contains("{") && !Files.isRegularFile(files.folder().resolve(name))) {
        List<String> beside = files.others().stream().filter(o -> Path.of(o).getParent().equals(Path.of(name).getParent())).toList();
        file.findings().add(Check.MISSING_FILE, endpoint.line(), "there is no file " + name,
            Nearest.one(name, beside).map(n -> "write: {{app.dir}}/" + n).orElse("add the file, or name one that is there"));
      }
    }
  }

  private static void template(FileSet files, String name) {
    String text = files.text(name);
    Findings findings = files.findings(name);
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

  /** Camel only looks at names with the right ending, and says nothing of the others. */
  private static void isLoaded(FileSet files, String name) {
    if (name.endsWith(".spec.yaml")) {
      return;
    }
    try {
      YamlNode root = YamlReader.read(files.text(name), new Findings(Check.YAML, name));
      boolean routes = Place.of(root).children().flatMap(Place::children).anyMatch(p -> KINDS.contains(p.key()));
      if (root instanceof YamlNode.Items && routes) {
        files.findings(name).add(Check.FILE_NAME, 0, "there are routes in this file, which is not loaded under this name",
            "name it " + name.substring(name.lastIndexOf('/') + 1).replaceFirst("(\\.camel)?\\.ya?ml$", "") + RouteFile.SUFFIX);
      }
    } catch (InvalidFiles e) {
      // not ours to read
    }
  }
}
