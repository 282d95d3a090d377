package wadi.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.Glimpse;
import wadi.camel.fraud.RuleBook;
import wadi.platform.Beside;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ops.Unexplainable;
import wadi.runtime.Snapshot;
import wadi.runtime.spec.Explainer;

/** {@code wadi explain}: what would become of a message, and why. */
@Command(name = "explain", mixinStandardHelpOptions = true,
    description = "Says what would become of a transaction, or of an alert, and why: each rule with the values it saw, the verdict, the alert, which way "
        + "it takes through the routes, and who would get what. Nothing is counted, stored or sent. It asks the files as they are here; with --live a "
        + "running Wadi, with the files that run there and what its velocity windows hold.",
    footer = {"", "Examples:", "  wadi explain transaction.json", "  wadi alerts ID --json | jq .body | wadi explain -", "  wadi explain --live transaction.json",
        "", "Exit code: 0 when it is explained, 1 when it cannot be, 2 when called wrongly."})
final class ExplainCommand implements Callable<Integer> {
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A transaction or an alert, in JSON as it is sent; - reads it from standard input.")
  private String file;

  @Option(names = "--live", description = "Asks a running Wadi.")
  private boolean live;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() throws IOException {
    String message = message();
    String explanation = live ? live(message) : here(message);
    if (options.json()) {
      spec.commandLine().getOut().println(explanation);
    } else {
      spec.commandLine().getOut().println(new ExplanationText(JSON.readTree(explanation)).text());
    }
    return 0;
  }

  private String message() {
    try {
      byte[] bytes = bytes();
      if (bytes.length > LARGEST) {
        throw new CommandFailed("%s is too large: at most %d MiB.".formatted(name(), LARGEST / 1024 / 1024));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new CommandFailed("There is no file " + file + ".");
    } catch (CharacterCodingException e) {
      throw new CommandFailed(name() + " is not written in UTF-8.");
    } catch (IOException e) {
      throw new CommandFailed("%s cannot be read: %s".formatted(name(), e.getClass().getSimpleName()));
    }
  }

  /** One more than may be, so that it shows when there are more. */
  private byte[] bytes() throws IOException {
    if (file.equals("-")) {
      return System.in.readNBytes(LARGEST + 1);
    }
    try (InputStream in = Files.newInputStream(Home.fromCaller(Path.of(file)))) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private String name() {
    return file.equals("-") ? "standard input" : file;
  }

  private String live(String message) {
    OperationsClient.Answer answer = options.client().post("/ops/explain", message);
    if (answer.status() == 400) {
      throw new CommandFailed(name() + ": " + answer.detail());
    }
    return OperationsClient.good(answer).text().strip();
  }

  private String here(String message) throws IOException {
    Path copy = Files.createTempDirectory("wadi-explain");
    try {
      Snapshot snapshot = Snapshot.take(Home.folder(), copy);
      CompletableFuture<RuleBook> rules = Beside.run("compile-rules", () -> RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml")));
      Settings settings = Settings.load(snapshot.folder(), System::getenv);
      try (Explainer explainer = new Explainer(snapshot, settings, rules, world(OperationsOptions.settings()))) {
        return JSON.writeValueAsString(explainer.explain(message));
      }
    } catch (Unexplainable e) {
      throw new CommandFailed(name() + ": it " + e.getMessage() + ".");
    } catch (InvalidFiles | StartupException e) {
      throw new CommandFailed(e.getMessage());
    } finally {
      Snapshot.delete(copy);
    }
  }

  /** Of a Wadi that runs, a command knows no more than its key. */
  private static Explainer.World world(Settings settings) {
    List<String> notes = new ArrayList<>();
    notes.add("Nothing is known of earlier transactions here: for the velocity windows this is the first. --live asks a running Wadi.");
    if (CardKey.find(settings).isEmpty()) {
      notes.add("The key of card fingerprints (secrets/card-key in the data directory, or CARD_KEY) is not here: no card is on a list of fingerprints, "
          + "and those shown are of a key that was made for this and thrown away.");
    }
    return new Explainer.World(CardKey.forOffline(settings), Glimpse.ofNothing(), Clock.systemUTC(), notes);
  }
}
