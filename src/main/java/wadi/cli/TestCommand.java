package wadi.cli;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.camel.RouteProperties;
import wadi.camel.delivery.SendVerdict;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.runtime.TrialSend;

/** {@code wadi test}: one mail to a person, and what the provider says to it. */
@Command(name = "test", mixinStandardHelpOptions = true,
    description = "Sends one mail through a route that sends, with the properties and the environment as they are here, and prints the provider's own "
        + "answer. No Wadi has to run; queue and budgets are not touched.",
    footer = {"", "Examples:", "  wadi test send-smtp --to you@example.com", "  wadi test send-brevo --to you@example.com", "",
        "Exit code: 0 when the provider took it, 1 when it did not, 2 when called wrongly."})
final class TestCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ROUTE", description = "send-smtp, send-brevo, or the id of another route send-email-*.")
  private String route;

  @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "Who gets the mail.")
  private String to;

  @Override
  public Integer call() {
    Settings settings = Settings.load(Home.folder(), System::getenv);
    String id = route.startsWith("send-email-") ? route : "send-email-" + route.replaceFirst("^send-", "");
    if (!Files.isRegularFile(Home.folder().resolve("routes/delivery/" + id + ".camel.yaml"))) {
      throw new ParameterException(spec.commandLine(), "There is no route %s: routes/delivery/%s.camel.yaml is not there.".formatted(route, id));
    }
    // Its properties are checked as if Wadi ran with it: no key travels where it must not.
    settings = settings.in(Home.folder(), Map.of("delivery.email.provider", id.substring("send-email-".length())));
    try {
      RouteProperties.check(settings);
    } catch (StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
    try {
      String answer = new TrialSend(settings).send(id, mail());
      spec.commandLine().getOut().println("taken" + (answer.isEmpty() ? "" : ": " + answer));
      return 0;
    } catch (Exception e) {
      throw new CommandFailed(SendVerdict.of(e, Clock.systemUTC()));
    }
  }

  private Map<String, Object> mail() {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("subject", "A test of Wadi");
    payload.put("text", "Somebody has sent this mail with ./wadi test, to see whether mails arrive.\n");
    payload.put("html", "<p>Somebody has sent this mail with <code>./wadi test</code>, to see whether mails arrive.</p>\n");
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("id", "test-" + Instant.now().toEpochMilli());
    delivery.put("recipient", to);
    delivery.put("payload", payload);
    return delivery;
  }
}
