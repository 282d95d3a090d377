package wadi.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.cli.send.ConnectionLost;
import wadi.cli.send.Dispatch;
import wadi.cli.send.Kind;
import wadi.cli.send.Outgoing;
import wadi.cli.send.Outlet;
import wadi.cli.send.Outlets;
import wadi.cli.send.SampleAlerts;
import wadi.cli.send.SampleMails;
import wadi.cli.send.SampleNotifications;
import wadi.cli.send.SampleTransactions;
import wadi.cli.send.Tally;
import wadi.domain.mail.PublisherClock;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** {@code wadi send}: a producer to try things with. */
@Command(name = "send", mixinStandardHelpOptions = true,
    description = {"Sends sample transactions, alerts, mail requests or notifications to where a Wadi with the same properties takes them, and tells what became of them.",
        "Over HTTP it waits for the answer, from a broker for its confirmation. Ctrl-C ends it early."},
    footer = {"", "Ends with 1 when not all of them were confirmed.", "",
        "Addresses are those in application.properties; environment variables override them (RABBITMQ_URI, KAFKA_BOOTSTRAP_SERVERS, HTTP_PORT).",
        "Each message has an identity of its own, also when --seed repeats the contents. docs/producers.md shows other producers.", "", "Examples:",
        "  wadi send transactions -n 1000 --to rabbitmq --held 0.05",
        "  wadi send transactions -n 100000 --to http --rate 500",
        "  wadi send alerts -n 20 --to kafka",
        "  wadi send alerts -n 20 --to rabbitmq --format alertman",
        "  wadi send mails -n 5",
        "  wadi send notifications -n 100 --to http"})
final class SendCommand implements Callable<Integer> {
  private static final long END_SECONDS = 5;

  enum What { transactions, alerts, mails, notifications }

  enum To { http, rabbitmq, kafka, artemis }

  enum Format { wadi, alertman, original }

  @Parameters(paramLabel = "WHAT", description = "What to send: ${COMPLETION-CANDIDATES}.")
  private What what;

  @Option(names = "-n", paramLabel = "N", defaultValue = "1", description = "How many (${DEFAULT-VALUE}).")
  private long count;

  @Option(names = "--to", paramLabel = "WHERE", description = {"Over which transport: ${COMPLETION-CANDIDATES}.",
      "Mails need not say it: they go to RabbitMQ where it is read, otherwise over HTTP."})
  private To to;

  @Option(names = "--rate", paramLabel = "R", description = "So many a second at most; by default as many as go.")
  private double rate;

  @Option(names = "--held", paramLabel = "SHARE", defaultValue = "0.1",
      description = "The share of transactions, 0 to 1, so large that the shipped rules hold them (${DEFAULT-VALUE}); each raises an alert.")
  private double held;

  @Option(names = "--seed", paramLabel = "S", description = "The same contents each time; by default others.")
  private Long seed;

  @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "wadi",
      description = "How they are written: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). Alerts as alertman's and mails as the original mail service's go to RabbitMQ only.")
  private Format format;

  @Option(names = "--key", paramLabel = "KEY",
      description = "The API key to send over HTTP with; better in the environment, as WADI_KEY, where other users do not see it.")
  private String key;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    refuse(count < 1, "-n must be 1 or more.");
    refuse(rate < 0 || !Double.isFinite(rate), "--rate must be 0 or more; 0 is as many as go.");
    refuse(!(held >= 0 && held <= 1), "--held is a share: 0 to 1.");
    Settings settings = settings();
    if (what == What.mails && to == null) {
      to = format == Format.original || settings.flag("mail.requests.rabbitmq.enabled") ? To.rabbitmq : To.http;
    }
    refuse(to == null, "Missing required option: '--to=WHERE': " + String.join(", ", Stream.of(To.values()).map(To::name).toList()) + ".");
    refuse(format == Format.original && (what != What.mails || to != To.rabbitmq), "--format original goes with mails --to rabbitmq.");
    refuse(format == Format.alertman && (what != What.alerts || to != To.rabbitmq), "--format alertman goes with alerts --to rabbitmq.");
    // What clients of brokers say about lost connections stands in the summary.
    for (String library : new String[] {"org.apache.kafka", "com.rabbitmq", "org.apache.activemq"}) {
      Configurator.setLevel(library, "off");
    }
    try (Outlet outlet = open(settings)) {
      return send(outlet, settings);
    } catch (ConnectionLost | StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  private static Settings settings() {
    try {
      return OperationsOptions.settings();
    } catch (StartupException e) {
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
    Kind kind = Kind.valueOf(what.name().toUpperCase(Locale.ROOT));
    return switch (to) {
      case http -> outlets.http(kind, Optional.ofNullable(key == null ? System.getenv("WADI_KEY") : key).filter(word -> !word.isBlank()));
      case rabbitmq -> format == Format.alertman ? outlets.alertman() : outlets.rabbit(kind);
      case kafka -> outlets.kafka(kind);
      case artemis -> outlets.artemis(kind);
    };
  }

  private int send(Outlet outlet, Settings settings) throws InterruptedException {
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
      dispatch.run(messages(settings));
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

  private Iterator<Outgoing> messages(Settings settings) {
    Random random = seed == null ? new Random() : new Random(seed);
    return switch (what) {
      case transactions -> new SampleTransactions(count, held, random);
      case alerts -> new SampleAlerts(count, format == Format.alertman, random);
      case notifications -> new SampleNotifications(count, random);
      case mails -> new SampleMails(count, format == Format.original, zone(settings, "mail.requests.zone"),
          new PublisherClock(zone(settings, "mail.requests.publisher-zone")), Instant.now(), random);
    };
  }

  private static ZoneId zone(Settings settings, String property) {
    try {
      return ZoneId.of(settings.text(property));
    } catch (DateTimeException e) {
      throw new CommandFailed("The property %s is no time zone such as America/Recife.".formatted(property));
    }
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
