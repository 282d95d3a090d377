package wadi.runtime.catalog;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.camel.wording.Wordings;

/** Whether the files that routes and properties name are there: templates, JSON schemas, SQL. */
final class NamedFileChecks {
  private static final String END = "([^?&#,;\"'()\\s]+)";
  private static final Pattern OURS = Pattern.compile("\\{\\{app\\.dir}}/+" + END);
  /** A kind of message: those that have no file have that of the default one. */
  private static final Pattern AT_RUN_TIME = Pattern.compile("/\\$\\{[\\w.]+}\\.(?=[\\w.]*mustache)");
  private static final Pattern IN_JAR = Pattern.compile("\\bclasspath:/*" + END);
  /** From where Wadi happens to be started, which is another folder than that of the generation's files. */
  private static final Pattern RELATIVE = Pattern.compile("\\bfile:(?!/|\\{\\{|\\$\\{)" + END);

  private final FileSet files;

  private NamedFileChecks(FileSet files) {
    this.files = files;
  }

  static void check(FileSet files, CamelKnowledge camel) {
    NamedFileChecks checks = new NamedFileChecks(files);
    for (RouteFile file : files.routes()) {
      file.places().forEach(place -> place.text().ifPresent(text -> checks.text(file.findings(), place.line(), text)));
      Endpoint.in(file).stream().filter(e -> camel.readsFile(Endpoint.scheme(e.uri()))).filter(e -> !Endpoint.rest(e.uri()).matches("\\w+:.*|.*\\{.*"))
          .forEach(e -> checks.inJar(file.findings(), e.line(), Endpoint.rest(e.uri())));
    }
    files.properties().forEach(file -> file.entries().values().forEach(entry -> checks.text(file.findings(), entry.line(), entry.value())));
  }

  private void text(Findings findings, int line, String text) {
    OURS.matcher(AT_RUN_TIME.matcher(text).replaceAll("/" + Wordings.DEFAULT + ".")).results().flatMap(m -> files.placeholders().resolve(m.group(1)).stream()).forEach(name -> ours(findings, line, name));
    IN_JAR.matcher(text).results().flatMap(m -> files.placeholders().resolve(m.group(1)).stream()).forEach(name -> inJar(findings, line, name));
    RELATIVE.matcher(text).results().filter(m -> near(m.group(1)).isPresent()).forEach(m ->
        findings.add(Check.MISSING_FILE, line, "file:%s is looked for where Wadi was started".formatted(m.group(1)), "write: file:{{app.dir}}/" + near(m.group(1)).orElseThrow()));
  }

  private void ours(Findings findings, int line, String name) {
    if (name.contains("{") || files.isOne(name)) {
      return;
    }
    if (Files.isRegularFile(files.folder().resolve(name))) {
      findings.add(Check.MISSING_FILE, line, "%s is none of the files that belong to a generation".formatted(name), "put it into routes/ or templates/");
    } else {
      findings.add(Check.MISSING_FILE, line, "there is no file " + name, instead(name));
    }
  }

  private void inJar(Findings findings, int line, String name) {
    if (!name.contains("{") && NamedFileChecks.class.getClassLoader().getResource(name) == null) {
      findings.add(Check.MISSING_FILE, line, "there is no %s in the program".formatted(name),
          near(name).map(n -> "write: file:{{app.dir}}/" + n).orElse("write file:{{app.dir}}/... and the name of a file of these"));
    }
  }

  private String instead(String name) {
    return near(name).map(n -> "write: {{app.dir}}/" + n).orElse("add the file, or name one that is there");
  }

  private Optional<String> near(String name) {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    List<String> beside = files.others().stream().filter(o -> o.substring(0, o.lastIndexOf('/') + 1).equals(folder)).toList();
    String simple = name.substring(folder.length());
    return Nearest.one(name, beside).or(() -> files.others().stream().filter(o -> o.endsWith("/" + simple)).findFirst());
  }
}
