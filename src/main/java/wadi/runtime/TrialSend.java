package wadi.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import wadi.camel.Components;
import wadi.camel.delivery.Brevo;
import wadi.camel.delivery.Mails;
import wadi.camel.intake.JsonReader;
import wadi.platform.Settings;
import wadi.platform.smtp.SmtpConnections;

/**
 * One mail through a route that sends, alone in a Camel application of its own: no database, no queue, no budget. What leaves is what a running
 * Wadi would send with these properties and this environment.
 */
public final class TrialSend {
  private final Settings settings;

  /** @param settings of the folder whose route is tried */
  public TrialSend(Settings settings) {
    this.settings = settings;
  }

  /**
   * Sends it.
   *
   * @param route its id, which is the name of its file in {@code routes/delivery/}
   * @param delivery as the route gets it: id, recipient, payload
   * @return what the provider answered; empty when it has no word of its own
   * @throws Exception what the route failed with
   */
  public String send(String route, Map<String, Object> delivery) throws Exception {
    Main main = Blueprint.main();
    try (SmtpConnections connections = new SmtpConnections()) {
      Path home = settings.home();
      main.setShutdownStrategy(new SimpleMainShutdownStrategy());
      String profile = settings.profile().map(name -> "file:" + home + "/application-" + name + ".properties,").orElse("");
      main.setDefaultPropertyPlaceholderLocation(profile + "file:" + home + "/application.properties");
      main.addOverrideProperty("app.dir", home.toString());
      main.addOverrideProperty("camel.main.routesIncludePattern",
          "file:" + home + "/routes/delivery/" + route + ".camel.yaml,file:" + home + "/routes/errors/inner-errors.camel.yaml");
      main.addOverrideProperty("camel.main.jmxEnabled", "false");
      main.addOverrideProperty("camel.main.startupSummaryLevel", "Off");
      settings.aliased().forEach(main::addOverrideProperty);
      main.bind("json", JsonReader.create(settings.number("intake.json.max-depth", 4, 1_000), settings.number("intake.json.max-tokens", 100, 1_000_000)));
      main.bind("mails", new Mails(settings, Clock.systemUTC()));
      main.bind("brevo", new Brevo(settings));
      main.addMainListener(new MainListenerSupport() {
        @Override
        public void beforeInitialize(BaseMainSupport starting) {
          CamelContext context = starting.getCamelContext();
          Components.inside().forEach(context::addComponent);
          context.addComponent("smtp", Components.smtp(connections, settings));
          context.addComponent("https", Components.http(settings.duration("delivery.http.timeout")));
        }
      });
      main.start();
      Exchange sent = main.getCamelContext().createFluentProducerTemplate().to("direct:" + route).withBody(delivery).send();
      if (sent.getException() != null) {
        throw sent.getException();
      }
      return sent.getVariable("providerId", "", String.class);
    } finally {
      main.stop();
    }
  }
}
