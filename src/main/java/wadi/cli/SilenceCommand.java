package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wadi silence}: alerts that nobody is told of for a while. */
@Command(name = "silence", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = "Tells nobody of some alerts for a while: they are kept and counted, and not sent. docs/silences.md tells more.",
    footer = {"", "Examples:", "  wadi silence add --match site=shop --for 2h --reason \"moving the shop\"",
        "  wadi silence add --match kind=site --match 'severity=~\"normal|high\"' --from 2026-11-21T22:00:00Z --for 3h --reason \"network work\"",
        "  wadi silence list", "  wadi silence end 3"})
final class SilenceCommand implements Runnable {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400);

  @Spec
  private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "A command is missing: add, list or end.");
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Silences alerts.")
  int add(@Option(names = "--match", required = true, paramLabel = "MATCHER",
      description = "What an alert must be: FIELD=VALUE, or with != =~ !~, where =~ is a regular expression of all of it. May be repeated: then all must hold."
          + " Fields are those of the alert's JSON (./wadi alerts ID --json), such as kind, severity, site, event, card.") List<String> matchers,
      @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30m, 2h or 7d.") String length,
      @Option(names = "--until", paramLabel = "TIME", description = "Or until when, such as 2026-11-20T12:00:00Z.") String until,
      @Option(names = "--from", paramLabel = "TIME", description = "From when; by default now.") String from,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for those who wonder.") String reason,
      @Mixin OperationsOptions options) {
    if ((length == null) == (until == null)) {
      throw new ParameterException(command.commandLine(), "Say how long: either --for 2h or --until 2026-11-20T12:00:00Z.");
    }
    Map<String, String> query = new HashMap<>();
    query.put("match", String.join(" ", matchers));
    query.put("for", length == null ? null : Long.toString(seconds(length)));
    query.put("until", until);
    query.put("from", from);
    query.put("reason", reason);
    OperationsClient.Answer answer = OperationsClient.good(options.client().ask("POST", "/ops/silences", query));
    String id = Words.of(answer.json().get("id"));
    System.out.println(options.json() ? answer.text().strip()
        : "Silence %s is on from %s until %s. ./wadi silence end %s ends it before.".formatted(id, Words.of(answer.json().get("from")),
            Words.of(answer.json().get("until")), id));
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists silences that are on or to come, the newest first.")
  int list(@Option(names = "--all", description = "Those that are over, too.") boolean all, @Mixin OperationsOptions options) {
    OperationsClient.Answer answer = options.client().get("/ops/silences", Map.of("all", Boolean.toString(all), "limit", "500"));
    System.out.println(options.json() ? answer.text().strip() : table(answer.json()));
    return 0;
  }

  @Command(name = "end", mixinStandardHelpOptions = true, description = "Ends a silence before its time.")
  int end(@Parameters(paramLabel = "ID", description = "Its number.") long id, @Mixin OperationsOptions options) {
    OperationsClient.Answer answer = OperationsClient.good(options.client().ask("DELETE", "/ops/silences/" + id, Map.of()));
    System.out.println(options.json() ? answer.text().strip()
        : "Silence %d is over. What is still wrong with a site is told with its next check.".formatted(id));
    return 0;
  }

  private long seconds(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new ParameterException(command.commandLine(), "--for must be a time such as 30m, 2h or 7d.");
    }
    return Long.parseLong(match.group(1)) * SECONDS.get(match.group(2));
  }

  private static String table(JsonNode page) {
    if (page.get("silences").isEmpty()) {
      return "No silences.";
    }
    Table table = new Table("ID", "STATE", "MATCHERS", "FROM", "UNTIL", "SILENCED", "WHO", "REASON");
    for (JsonNode silence : page.get("silences")) {
      table.add(Words.of(silence.get("id")), Words.of(silence.get("state")),
          StreamSupport.stream(silence.get("matchers").spliterator(), false).map(Words::of).collect(Collectors.joining(" ")), Words.of(silence.get("from")),
          Words.of(silence.get("until")), Words.of(silence.get("silenced")), Words.of(silence.get("who")), Words.of(silence.get("reason")));
    }
    return table + (page.hasNonNull("next") ? "\nThere are older ones." : "");
  }
}
