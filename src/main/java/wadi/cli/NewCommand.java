package wadi.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.cli.scaffold.Changes;
import wadi.cli.scaffold.NewChannel;
import wadi.cli.scaffold.NewRule;
import wadi.cli.scaffold.NewSite;
import wadi.cli.scaffold.Refused;
import wadi.platform.StartupException;

/** {@code wadi new}: files to begin with. */
@Command(name = "new", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Writes what a new channel, site or rule needs, all of it or nothing, and says what is left to do. Lines are added to files that are there; "
        + "what stands there stays as it is. A Wadi that runs does not change before ./wadi reload.",
        "Of a channel and a rule the spec fails first: it says what to fill in, and until then nothing goes live."},
    footer = {"", "Exit code: 0 when all is written, 1 when nothing is, 2 when called wrongly.", "", "Examples:",
        "  wadi new channel whatsapp --provider acme", "  wadi new site shop --url https://shop.example.com/ --every 1m --regexp 'Add to cart'",
        "  wadi new rule gift-cards --description 'Many gift cards at once'"})
final class NewCommand implements Runnable {
  @Spec
  private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "A command is missing: channel, site or rule.");
  }

  /** Where to write. */
  static final class Where {
    @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder with application.properties and routes/; Wadi's own when left out.")
    private Path folder;

    private Path folder() {
      return folder == null ? Home.folder() : Home.fromCaller(folder);
    }
  }

  @Command(name = "channel", mixinStandardHelpOptions = true, description = "Another way to reach people: two routes with specs, words, properties, "
      + "recipients, and a step where alerts choose their channels. docs/add-a-channel.md tells more.")
  int channel(@Parameters(paramLabel = "NAME", description = "Lower-case letters and digits, such as whatsapp.") String name,
      @Option(names = "--provider", paramLabel = "NAME", defaultValue = "http", description = "Who sends: the route is send-CHANNEL-PROVIDER (${DEFAULT-VALUE}).") String provider,
      @Mixin Where where) {
    return write(where, folder -> NewChannel.of(folder, name, provider));
  }

  @Command(name = "site", mixinStandardHelpOptions = true, description = "A web site to watch, in routes/sites/sites.yaml. ./wadi sites add adds one to the database instead. docs/sites.md tells more.")
  int site(@Parameters(paramLabel = "NAME", description = "What people call it.") String name,
      @Option(names = "--url", required = true, paramLabel = "URL", description = "Where it is: http:// or https://.") String url,
      @Mixin SiteOptions options, @Mixin Where where) {
    ObjectNode site = options.document(name, url);
    List<String> empty = site.properties().stream().filter(key -> key.getValue().isNull()).map(Map.Entry::getKey).toList();
    site.remove(empty);
    if (name.isBlank() || empty.contains("url")) {
      throw new ParameterException(command.commandLine(), "A site needs a name and a URL.");
    }
    return write(where, folder -> NewSite.of(folder, site));
  }

  @Command(name = "rule", mixinStandardHelpOptions = true, description = "A fraud rule in routes/fraud/rules.yaml that only watches, and a case that asks of it what it is for. "
      + "docs/fraud-rules.md tells more.")
  int rule(@Parameters(paramLabel = "NAME", description = "Lower case with dashes, such as gift-cards.") String name,
      @Option(names = "--description", paramLabel = "TEXT", defaultValue = "Say here in one sentence what the transaction did",
          description = "What people read as the reason.") String description, @Mixin Where where) {
    return write(where, folder -> NewRule.of(folder, name, description));
  }

  private int write(Where where, Function<Path, Changes> wanted) {
    try {
      Changes changes = wanted.apply(where.folder());
      changes.write();
      PrintWriter out = command.commandLine().getOut();
      changes.added().forEach(file -> out.println("new      " + file));
      changes.changed().forEach(file -> out.println("changed  " + file));
      out.println("Now:");
      for (int i = 0; i < changes.next().size(); i++) {
        out.printf("  %d. %s%n", i + 1, changes.next().get(i));
      }
      out.flush();
      return 0;
    } catch (Refused | StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }
}
