package wadi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.keys.KeyText;
import wadi.platform.webhooks.SigningSecrets;

/** {@code wadi keys}: who may send requests. */
@Command(name = "keys", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = {"Makes, lists, rotates and revokes the API keys that clients send with their requests.",
        "A running Wadi is asked to do it; while none runs, its database is opened here."},
    footer = {"", "docs/keys.md tells more. Examples:", "  wadi keys create shop --scope notifications",
        "  wadi keys create billing --scope notifications --scope alerting --rate 50", "  wadi keys rotate shop --overlap 48h", "  wadi keys revoke shop"})
final class KeysCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(s|m|h|d)");
  private static final int LONGEST_INPUT = 2_000;

  @Spec
  private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "A command is missing: create, list, rotate, revoke or secret.");
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a key for a client and prints it, this once.")
  int create(@Parameters(paramLabel = "NAME", description = "The client's name: letters, digits, dots, dashes, underscores.") String name,
      @Option(names = "--scope", required = true, paramLabel = "SCOPE", split = ",",
          description = "What it opens: notifications, alerting, mail, intake, fraud, or another folder of routes/. May be repeated.") List<String> scopes,
      @Option(names = "--rate", paramLabel = "N", description = "Requests a second at most, by each process; by default http.auth.rate.") Integer rate,
      @Option(names = "--plain", description = "Print nothing but the key, for scripts.") boolean plain,
      @Option(names = "--reuse", description = "Also if there was a key of this name, which has ended: what was sent under it is this one's then.") boolean reuse,
      @Option(names = "--import", description = "Read a key from standard input that the client has already, instead of making one.") boolean existing,
      @Mixin OperationsOptions options) throws IOException {
    String key = existing ? read() : KeyText.create();
    try (KeyDesk desk = KeyDesk.open(options)) {
      desk.create(name, KeyText.hash(key), scopes, rate == null ? OptionalInt.empty() : OptionalInt.of(rate), reuse);
    }
    if (existing) {
      say(options, plain, Map.of("name", name), "", "The key of " + name + " is known now. It opens: " + String.join(", ", scopes) + ".");
    } else {
      String secret = scopes.contains("notifications") && !plain ? secrets().map(of -> "\nWhat is posted to its callbacks is signed with " + of.current(name)).orElse("") : "";
      tell(options, plain, name, key, "It opens: " + String.join(", ", scopes) + "." + secret);
    }
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys: never themselves, which nobody knows but their clients.")
  int list(@Mixin OperationsOptions options) throws JsonProcessingException {
    try (KeyDesk desk = KeyDesk.open(options)) {
      String keys = desk.list();
      System.out.println(options.json() ? keys : table(JSON.readTree(keys).get("keys")));
    }
    return 0;
  }

  @Command(name = "rotate", mixinStandardHelpOptions = true, description = "Makes a new key of the same name and scopes; the one before goes on for a while.")
  int rotate(@Parameters(paramLabel = "NAME", description = "The client's name.") String name,
      @Option(names = "--overlap", paramLabel = "TIME", defaultValue = "24h", description = "How long the key before goes on (${DEFAULT-VALUE}).") String overlap,
      @Option(names = "--plain", description = "Print nothing but the key, for scripts.") boolean plain, @Mixin OperationsOptions options) {
    String key = KeyText.create();
    Duration time = duration(overlap);
    try (KeyDesk desk = KeyDesk.open(options)) {
      desk.rotate(name, KeyText.hash(key), time);
    }
    tell(options, plain, name, key, "The one before goes on for " + overlap + ".");
    return 0;
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends all keys of a name within two seconds, in every process.")
  int revoke(@Parameters(paramLabel = "NAME", description = "The client's name.") String name, @Mixin OperationsOptions options) {
    try (KeyDesk desk = KeyDesk.open(options)) {
      desk.revoke(name);
    }
    say(options, false, Map.of("name", name), "", "The keys of " + name + " open nothing any more.");
    return 0;
  }

  @Command(name = "secret", mixinStandardHelpOptions = true,
      description = {"Prints the secret that callbacks of a client are verified with; run it where Wadi runs, with the same environment.",
          "Two lines while the signing key is being changed: the new one, and the one before."})
  int secret(@Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "",
      description = "The client's name; left out: of requests that came without a key.") String name, @Mixin OperationsOptions options) throws JsonProcessingException {
    SigningSecrets secrets = secrets().orElseThrow(() -> new CommandFailed("The card key is not here: run this where Wadi runs, with the same environment."));
    if (!name.isEmpty()) {
      try (KeyDesk desk = KeyDesk.open(options)) {
        if (StreamSupport.stream(JSON.readTree(desk.list()).get("keys").spliterator(), false).noneMatch(key -> name.equals(Words.of(key.get("name"))))) {
          throw new CommandFailed("There is no key of this name; ./wadi keys list shows those there are.");
        }
      }
    }
    say(options, true, Map.of("name", name, "secret", secrets.current(name)),
        secrets.current(name) + "\n" + secrets.previous(name).map(before -> before + "\n").orElse(""), "");
    return 0;
  }

  /** Empty where Wadi never ran, for then its card key is not made. */
  private static Optional<SigningSecrets> secrets() {
    try {
      Settings settings = OperationsOptions.settings();
      return CardKey.find(settings).map(key -> SigningSecrets.of(settings, key));
    } catch (StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  private static void tell(OperationsOptions options, boolean plain, String name, String key, String more) {
    say(options, plain, Map.of("name", name, "key", key), key + "\n", """
        The key of %s, shown this once:

          %s

        Requests carry it as  Authorization: Bearer KEY.  %s""".formatted(name, key, more));
  }

  private static void say(OperationsOptions options, boolean plain, Map<String, String> json, String words, String sentence) {
    try {
      System.out.print(options.json() ? JSON.writeValueAsString(json) + "\n" : plain ? words : sentence + "\n");
      System.out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read() throws IOException {
    String key = new String(System.in.readNBytes(LONGEST_INPUT), StandardCharsets.UTF_8).strip();
    if (!KeyText.isUsable(key)) {
      throw new CommandFailed("Standard input holds no usable key: it must be 16 to 500 visible ASCII characters without blanks, on one line.");
    }
    return key;
  }

  private Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new ParameterException(command.commandLine(), "--overlap must be a time such as 30m, 24h or 7d.");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String table(JsonNode keys) {
    if (keys.isEmpty()) {
      return "There is no key. ./wadi keys create NAME --scope notifications makes one.";
    }
    Table table = new Table("NAME", "STATE", "SCOPES", "RATE", "CREATED", "ENDS");
    for (JsonNode key : keys) {
      String scopes = StreamSupport.stream(key.get("scopes").spliterator(), false).map(Words::of).collect(Collectors.joining(", "));
      table.add(Words.of(key.get("name")), Words.of(key.get("state")), scopes, Words.of(key.get("rate")), Words.of(key.get("createdAt")),
          Words.of(key.hasNonNull("revokedAt") ? key.get("revokedAt") : key.get("expiresAt")));
    }
    return table.toString();
  }
}
