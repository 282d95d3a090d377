package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.cli.OperationsClient.Answer;

/** {@code wadi sites}: the web sites that are watched. */
@Command(name = "sites", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Adds, shows, checks and removes the web sites that are watched. A running Wadi is asked to do it.",
        "Sites may also stand in routes/sites/sites.yaml; those are changed there."},
    footer = {"", "docs/sites.md tells more. Examples:", "  wadi sites add --name shop --url https://shop.example.com/ --regexp 'Add to cart' --every 1m",
        "  wadi sites list --outcome down", "  wadi sites check shop", "  wadi sites import sites.csv", "  wadi sites change shop --within 2s --regexp ''"})
final class SitesCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> TYPES = Map.of("csv", "text/csv", "json", "application/json", "yaml", "application/yaml");

  @Spec
  private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "A command is missing: add, list, show, check, import, change, remove, enable, disable or uptime.");
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a site; it is checked within a second or two.")
  int add(@Option(names = "--url", required = true, paramLabel = "URL", description = "Where it is: http:// or https://.") String url,
      @Option(names = "--name", paramLabel = "NAME", description = "What people call it; by default its URL.") String name,
      @Mixin SiteOptions options, @Mixin SitesServer server) {
    return said(server, server.send("POST", "", options.document(name, url).toString(), TYPES.get("json"), ""), "is watched now, each");
  }

  @Command(name = "change", mixinStandardHelpOptions = true, description = "Changes what is given of a site; an option with an empty value takes it away.")
  int change(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site,
      @Option(names = "--name", paramLabel = "NAME", description = "Another name.") String name,
      @Option(names = "--url", paramLabel = "URL", description = "Another URL.") String url, @Mixin SiteOptions options, @Mixin SitesServer server) {
    ObjectNode changes = options.document(name, url);
    if (changes.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Nothing to change is given, for example --every 1m.");
    }
    return said(server, server.send("PATCH", SitesServer.path(site), changes.toString(), "application/merge-patch+json", ""), "is changed; it is watched each");
  }

  private static int said(SitesServer server, Answer answer, String what) {
    System.out.println(server.json() ? answer.text() : "Site %s, %s, %s %s.".formatted(Words.of(answer.json().get("id")), Words.of(answer.json().get("name")), what,
        Words.of(answer.json().get("every"))));
    return 0;
  }

  @Command(name = "remove", mixinStandardHelpOptions = true,
      description = "Forgets a site with all that was seen of it; disable keeps it. What site_monitor has of it stays.")
  int remove(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site, @Mixin SitesServer server) {
    Answer answer = server.change("DELETE", SitesServer.path(site));
    System.out.println(server.json() ? answer.text() : "Site " + Words.of(answer.json().get("id")) + " is removed.");
    return 0;
  }

  @Command(name = "enable", mixinStandardHelpOptions = true, description = "Watches a site again.")
  int enable(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site, @Mixin SitesServer server) {
    return said(server, server.change("POST", SitesServer.path(site) + "/enable"), "is watched now, each");
  }

  @Command(name = "disable", mixinStandardHelpOptions = true, description = "Watches a site no longer, and keeps it.")
  int disable(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site, @Mixin SitesServer server) {
    return said(server, server.change("POST", SitesServer.path(site) + "/disable"), "is not watched any more; it was, each");
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the sites and how each is.")
  int list(@Option(names = "--outcome", paramLabel = "WORD", description = "Only those that are up, degraded, failed, down, unchecked (not looked at yet) or unwatched (disabled).") String outcome,
      @Option(names = "--name", paramLabel = "TEXT", description = "Only those with this in their name or URL.") String name,
      @Option(names = "--limit", defaultValue = "500", description = "At most so many (${DEFAULT-VALUE}).") int limit, @Mixin SitesServer server) {
    Map<String, String> query = new HashMap<>(Map.of("limit", Integer.toString(limit)));
    query.put("outcome", outcome);
    query.put("name", name);
    Answer answer = server.get("", query);
    System.out.println(server.json() ? answer.text() : SitesText.list(answer.json()));
    return 0;
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one site: its settings, its last checks, what was wrong.")
  int show(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site, @Mixin SitesServer server) {
    Answer answer = server.get(SitesServer.path(site), Map.of());
    System.out.println(server.json() ? answer.text() : SitesText.one(answer.json()));
    return 0;
  }

  @Command(name = "uptime", mixinStandardHelpOptions = true, description = "Shows how often a site was up, of all its checks, each day of UTC and together.")
  int uptime(@Parameters(paramLabel = "NAME", description = "The site's name or number.") String site,
      @Option(names = "--days", defaultValue = "30", description = "So many days until today (${DEFAULT-VALUE}).") int days, @Mixin SitesServer server) {
    Answer answer = server.get(SitesServer.path(site) + "/uptime", Map.of("days", Integer.toString(days)));
    System.out.println(server.json() ? answer.text() : SitesText.uptime(answer.json()));
    return 0;
  }

  @Command(name = "check", mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:Each is up, or degraded.", "1:One is down, or not as expected; or it could not be done.", "2:The command is wrong."},
      description = {"Looks at sites once, now; without a name at all that are enabled.", "With --publish checks are kept, published and told of like those that are due:"
          + " for cron, with sites.probing=false."})
  int check(@Parameters(arity = "0..*", paramLabel = "NAME", description = "Names or numbers of sites.") List<String> names,
      @Option(names = "--publish", description = "Keep and publish the checks.") boolean publish, @Mixin SitesServer server) {
    ObjectNode body = JSON.createObjectNode();
    boolean all = names == null || names.isEmpty();
    if (!all) {
      names.forEach(body.putArray("names")::add);
    }
    Answer answer = server.send("POST", "/check?publish=" + publish, all ? "" : body.toString(), TYPES.get("json"), "");
    System.out.println(server.json() ? answer.text() : SitesText.checks(answer.json()));
    return answer.json().get("bad").asInt() > 0 ? 1 : 0;
  }

  @Command(name = "import", mixinStandardHelpOptions = true,
      description = {"Adds the sites of a file and changes those that are there already, by id, else by name: all of them, or none.",
          "YAML as routes/sites/sites.yaml; JSON, a list of objects; CSV, its first line names the columns, for example id,url,regexp."})
  int bring(@Parameters(paramLabel = "FILE", description = "The file; - reads standard input.") String file,
      @Option(names = "--format", paramLabel = "FORMAT", description = "yaml, json or csv; by default as the file's name ends.") String format, @Mixin SitesServer server) {
    String end = format != null ? format : file.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT).replace("yml", "yaml");
    if (!TYPES.containsKey(end)) {
      throw new ParameterException(command.commandLine(), "--format must say what is in " + file + ": yaml, json or csv.");
    }
    Answer answer = server.send("POST", "/import?format=" + end, read(file), TYPES.get(end), file.equals("-") ? "standard input" : file);
    JsonNode done = answer.json();
    System.out.println(server.json() ? answer.text() : "%s added, %s changed, %s as before.".formatted(Words.count(done.get("added").asInt(), "site"),
        Words.of(done.get("changed")), Words.of(done.get("unchanged"))));
    return 0;
  }

  private static String read(String file) {
    try {
      return file.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandFailed("There is no file " + file + ".");
    } catch (MalformedInputException e) {
      throw new CommandFailed(file + " is not UTF-8: save it as UTF-8.");
    } catch (IOException e) {
      throw new CommandFailed(file + " cannot be read: " + e.getMessage());
    }
  }
}
