package wadi.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.cli.backtest.RowWriter;
import wadi.domain.fraud.synthetic.Traffic;
import wadi.domain.fraud.synthetic.TransactionGenerator;

/** {@code wadi generate}: labelled transactions to try rules on. */
@Command(name = "generate", mixinStandardHelpOptions = true,
    description = {"Writes made-up transactions, one JSON object a line in order of time, each with the label fraud or genuine, for ./wadi backtest. Everyday "
        + "purchases, patterns of fraud, and honest people whose purchases look like fraud; what they are is in docs/fraud-rules.md.",
        "The same options make the same file. Customers, addresses and card numbers are nobody's, and card numbers are written in full."},
    footer = {"", "Exit code: 0 when all is written, 1 when it cannot be written, 2 when called wrongly.", "", "Examples:",
        "  wadi generate transactions.ndjson --rows 1000000 --days 90",
        "  wadi generate - --rows 100 --fraud 20%% | head -3"})
final class GenerateCommand implements Callable<Integer> {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?)%|(0(?:\\.\\d{1,6})?)");
  private static final long MOST_ROWS = 100_000_000;
  private static final int MOST_DAYS = 3_650;

  @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = "-", description = "Where to write, a file that is not there yet; - for the standard output (${DEFAULT-VALUE}).")
  private String file;

  @Option(names = "--rows", paramLabel = "N", defaultValue = "10000", description = "How many transactions (${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Another seed, other transactions (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--fraud", paramLabel = "SHARE", defaultValue = "2%", description = "How much of it is fraud, 0%% to 50%% (2%%).")
  private String fraud;

  @Option(names = "--from", paramLabel = "DATE", defaultValue = "2026-11-01", description = "The first day, UTC (${DEFAULT-VALUE}).")
  private LocalDate from;

  @Option(names = "--days", paramLabel = "D", defaultValue = "30", description = "Over how many days they are spread (${DEFAULT-VALUE}).")
  private int days;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    refuse(rows < 1 || rows > MOST_ROWS, "--rows must be 1 to " + MOST_ROWS + ".");
    refuse(days < 1 || days > MOST_DAYS, "--days must be 1 to " + MOST_DAYS + ".");
    double share = share();
    refuse(!(share >= 0 && share <= Traffic.MOST_FRAUD), "--fraud must be a share of 0% to 50%, such as 2% or 0.02.");
    Traffic traffic = new Traffic(rows, share, from.atStartOfDay(ZoneOffset.UTC).toInstant(), Duration.ofDays(days));
    RowWriter writer = new RowWriter();
    try (OutputStream out = new BufferedOutputStream(open(), 1 << 16);
        Progress progress = Progress.begin(writer::rows, () -> (double) writer.rows() / rows, System.err, System.console() != null && !file.equals("-"))) {
      writer.write(new TransactionGenerator(traffic, new Random(seed)), out);
      return 0;
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed(e.getFile() + " is there already: remove it, or write to another file.");
    } catch (NoSuchFileException e) {
      throw new CommandFailed(e.getFile() + " cannot be written: its folder is not there.");
    } catch (IOException e) {
      if (file.equals("-")) return 1; // whoever read it has seen enough
      throw new CommandFailed(Home.fromCaller(Path.of(file)) + " cannot be written: " + e.getMessage());
    }
  }

  private OutputStream open() throws IOException {
    return file.equals("-") ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(Home.fromCaller(Path.of(file)), StandardOpenOption.CREATE_NEW);
  }

  private double share() {
    Matcher typed = SHARE.matcher(fraud.strip());
    if (!typed.matches()) return -1;
    return typed.group(1) != null ? Double.parseDouble(typed.group(1)) / 100 : Double.parseDouble(typed.group(2));
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) throw new ParameterException(spec.commandLine(), message);
  }
}
