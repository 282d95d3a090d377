package wadi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.mustachejava.MustacheException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.camel.files.Finding;
import wadi.camel.wording.Rendering;
import wadi.camel.wording.Wordings;
import wadi.platform.StartupException;
import wadi.runtime.Snapshot;
import wadi.runtime.catalog.RouteCatalog;

/** {@code wadi preview}: what a template makes of an alert. */
@Command(name = "preview", mixinStandardHelpOptions = true,
    description = "Shows what a template makes of an alert: subject, text and HTML in the terminal, the HTML in a file, or the mail in the inbox of a "
        + "running Wadi. Nothing else has to run, and nothing is sent.",
    footer = {"", "Examples:", "  wadi preview email/fraud", "  wadi preview email/fraud alert.json --html /tmp/mail.html", "  wadi preview sms/fraud",
        "  wadi alerts ID --json | jq .body | wadi preview email/fraud -", "",
        "Exit code: 0 when it is shown, 1 when a file is wrong, 2 when called wrongly. docs/wording.md tells more."})
final class PreviewCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TEMPLATE", description = "CHANNEL/KIND, such as email/fraud, or one of its files in templates/.")
  private String template;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "The alert, in JSON; - reads it from standard input. Default: templates/samples/KIND.json.")
  private String data;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes the HTML there.")
  private Path html;

  @Option(names = "--inbox", description = "Puts the mail into the inbox of the Wadi that runs with these properties.")
  private boolean inbox;

  @Override
  public Integer call() throws IOException {
    Path copy = Files.createTempDirectory("wadi-preview");
    try {
      Path files = Snapshot.take(Home.folder(), copy).folder();
      List<Finding> wrong = RouteCatalog.wording(files).stream().filter(Finding::isError).toList();
      if (!wrong.isEmpty()) {
        throw new CommandFailed("a template is wrong:\n" + wrong.stream().map(Finding::toString).collect(Collectors.joining("\n")));
      }
      String[] name = name(Wordings.load(files));
      show(name[0], name[1], rendered(files, name[0], name[1]));
      return 0;
    } catch (StartupException e) {
      throw new CommandFailed(e.getMessage());
    } finally {
      Snapshot.delete(copy);
    }
  }

  private String[] name(Wordings wordings) {
    String[] name = template.replaceFirst("^.*templates/", "").replaceFirst("\\.(subject|txt|html)\\.mustache$", "").split("/");
    if (name.length != 2 || !wordings.kinds(name[0]).containsKey(name[1])) {
      throw new CommandFailed("There is no template %s. There are %s.".formatted(template, wordings.channels().stream()
          .flatMap(channel -> wordings.kinds(channel).keySet().stream().map(kind -> channel + "/" + kind)).collect(Collectors.joining(", "))));
    }
    return name;
  }

  private Map<String, String> rendered(Path files, String channel, String kind) throws IOException {
    try {
      return Rendering.of(files, channel, kind, data(files, kind));
    } catch (MustacheException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()).replace("file:" + files + "/", ""));
    }
  }

  private Map<String, Object> data(Path files, String kind) throws IOException {
    Path sample = files.resolve("templates/samples/" + kind + ".json");
    if (data == null && !Files.isRegularFile(sample)) {
      throw new CommandFailed("There is no templates/samples/%s.json: name a file with data, or write that one.".formatted(kind));
    }
    String from = data == null ? "templates/samples/" + kind + ".json" : data.equals("-") ? "standard input" : data;
    try {
      byte[] bytes = data == null ? Files.readAllBytes(sample) : data.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Home.fromCaller(Path.of(data)));
      return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new CommandFailed("%s:%d: it is no JSON object: %s".formatted(from, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new CommandFailed("%s cannot be read: %s".formatted(from, e.getClass().getSimpleName()));
    }
  }

  private void show(String channel, String kind, Map<String, String> parts) throws IOException {
    if (inbox) {
      PreviewMail.toInbox(OperationsOptions.settings(), channel, kind, parts);
      spec.commandLine().getOut().println("It is in the inbox: http://localhost:%d/inbox".formatted(OperationsOptions.settings().port("management.port")));
    }
    if (html != null) {
      if (!parts.containsKey("html")) {
        throw new CommandFailed("%s/%s has no HTML.".formatted(channel, kind));
      }
      Files.writeString(Home.fromCaller(html), parts.get("html"));
    }
    if (!inbox && html == null) {
      parts.forEach((part, text) -> spec.commandLine().getOut().print((part.equals("subject") ? "Subject: " + text.strip() + "\n\n" : text + "\n")));
      spec.commandLine().getOut().flush();
    }
  }
}
