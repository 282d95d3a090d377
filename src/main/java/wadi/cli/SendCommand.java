package wadi.cli;

import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.cli.send.ConnectionLost;
import wadi.cli.send.Dispatch;
import wadi.cli.send.Outgoing;
import wadi.cli.send.Outlet;
import wadi.cli.send.Outlets;
import wadi.cli.send.SampleAlerts;
import wadi.cli.send.SampleTransactions;
import wadi.cli.send.Tally;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** {@code wadi send}: a producer to try things with. */
@Command(name = "send", mixinStandardHelpOptions = true,
    description = {"Sends sample transactions or alerts to where a Wadi with the same properties takes them, and tells what became of them.",
        "Over HTTP it waits for the answer, from a broker for its confirmation. Ctrl-C ends it early."},
    footer = {"", "Ends with 1 when not all of them were confirmed.", "",
        "Addresses are those in application.properties; environment variables override them (RABBITMQ_URI, KAFKA_BOOTSTRAP_SERVERS, HTTP_PORT).",
        "Each message has an identity of its own, also when --seed repeats the contents. docs/producers.md shows other producers.", "", "Examples:",
        "  wadi send transactions -n 1000 --to rabbitmq --held 0.05",
        "  wadi send transactions -n 100000 --to http --rate 500",
        "  wadi send alerts -n 20 --to kafka",
        "  wadi send alerts -n 20 --to rabbitmq --format alertman"})
final class SendCommand implements Callable<Integer> {
  private static final long END_SECONDS = 5;

  enum What { transactions, alerts }

  enum To { http, rabbitmq, kafka, artemis }

  enum Format { wadi, alertman }

  @Parameters(paramLabel = "WHAT", description = "What to send: ${COMPLETION-CANDIDATES}.")
  private What what;

  @Option(names = "-n", paramLabel = "N", defaultValue = "1", description = "How many (${DEFAULT-VALUE}).")
  private long count;

  @Option(names = "--to", required = true, paramLabel = "WHERE", description = "Over which transport: ${COMPLETION-CANDIDATES}.")
  private To to;

  @Option(names = "--rate", paramLabel = "R", description = "So many a second at most; by default as many as go.")
  private double rate;

  @Option(names = "--held", paramLabel = "SHARE", defaultValue = "0.1",
      description = "The share of transactions, 0 to 1, so large that the shipped rules hold them (${DEFAULT-VALUE}); each raises an alert.")
  private double held;

  @Option(names = "--seed", paramLabel = "S", description = "The same contents each time; by default others.")
  private Long seed;

  @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "wadi",
      description = "How alerts are written: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). alertman's go to RabbitMQ only.")
  private Format format;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    refuse(count < 1, "-n must be 1 or more.");
    refuse(rate < 0 || !Double.isFinite(rate), "--rate must be 0 or more; 0 is as many as go.");
    refuse(!(held >= 0 && held <= 1), "--held is a share: 0 to 1.");
    refuse(format == Format.alertman && (what != What.alerts || to != To.rabbitmq), "--format alertman goes with alerts --to rabbitmq.");
    // What clients of brokers say about lost connections stands in the summary.
    for (String library : new String[] {"org.apache.kafka", "com.rabbitmq", "org.apache.activemq"}) {
      Configurator.setLevel(library, "off");
    }
    try (Outlet outlet = open(OperationsOptions.settings())) {
      return send(outlet);
    } catch (ConnectionLost | StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  private Outlet open(Settings settings) {
    Outlets outlets = new Outlets(settings);
    boolean alerts = what == What.alerts;
    return switch (to) {
      case http -> outlets.http(alerts);
      case rabbitmq -> format == Format.alertman ? outlets.alertman() : outlets.rabbit(alerts);
      case kafka -> outlets.kafka(alerts);
      case artemis -> outlets.artemis(alerts);
    };
  }

  private int send(Outlet outlet) throws InterruptedException {
    Tally tally = new Tally();
    Dispatch dispatch = new Dispatch(outlet, tally, rate);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Thread early = new Thread(() -> {
      dispatch.stop();
      await(ended);
      tell(tally, outlet, told); // in case a broker that takes nothing holds the sender
    }, "end");
    Runtime.getRuntime().addShutdownHook(early);
    try (Progress progress = Progress.begin(tally::known, () -> (double) tally.known() / count, System.err, System.console() != null)) {
      dispatch.run(messages());
    }
    tell(tally, outlet, told);
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(early);
    } catch (IllegalStateException e) {
      // it runs
    }
    return tally.isGood(count) ? 0 : 1;
  }

  private Iterator<Outgoing> messages() {
    Random random = seed == null ? new Random() : new Random(seed);
    return what == What.alerts ? new SampleAlerts(count, format == Format.alertman, random) : new SampleTransactions(count, held, random);
  }

  private void tell(Tally tally, Outlet outlet, AtomicBoolean told) {
    if (told.compareAndSet(false, true)) {
      System.out.println(tally.summary(what.name(), outlet.destination(), count));
      System.out.flush();
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
