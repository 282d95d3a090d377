package wadi.sms;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import wadi.camel.Components;
import wadi.domain.delivery.Receipt;
import wadi.platform.Settings;
import wadi.platform.ports.Receipts;
import wadi.platform.smpp.SmppLinks;

/** {@code smsc:sms} as the shipped route uses it, with a simulator at the other end and nothing else. */
final class SmppHarness implements AutoCloseable {
  final SmppSimulator simulator;
  final List<Receipt> receipts = new CopyOnWriteArrayList<>();
  /** What becomes of a receipt, after it was written down. */
  volatile Receipts keeper = receipt -> { };
  private final SmppLinks links = new SmppLinks(receipt -> {
    keeper.record(receipt);
    receipts.add(receipt);
  });
  private final Map<String, String> environment = new HashMap<>();

  SmppHarness(String... properties) {
    this(new SmppSimulator(), properties);
  }

  SmppHarness(SmppSimulator simulator, String... properties) {
    this.simulator = simulator;
    environment.putAll(Map.of("DELIVERY_SMS_PROVIDER", "smpp", "DELIVERY_SMS_SMPP_PORT", Integer.toString(simulator.port()), "DELIVERY_SMS_SMPP_SYSTEM_ID",
        SmppSimulator.SYSTEM_ID, "DELIVERY_SMS_SMPP_PASSWORD", SmppSimulator.PASSWORD, "DELIVERY_SMS_SMPP_TIMEOUT", "700ms"));
    for (int i = 0; i < properties.length; i += 2) {
      environment.put(Settings.variable("delivery.sms.smpp." + properties[i]), properties[i + 1]);
    }
  }

  Settings settings() {
    return Settings.load(Path.of("").toAbsolutePath(), environment::get);
  }

  SmppLinks links() {
    return links;
  }

  /** One generation of routes; closing it gives its bind back. */
  Generation generation() {
    return new Generation();
  }

  final class Generation implements AutoCloseable {
    private final DefaultCamelContext context = new DefaultCamelContext();

    Generation() {
      context.disableJMX();
      context.addComponent("smsc", Components.smsc(links, settings(), true));
      context.start();
      try {
        context.addRoutes(new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send").errorHandler(noErrorHandler()).to("smsc:sms");
          }
        });
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** The names of its parts. */
    List<?> send(long id, String recipient, String text) throws Exception {
      Exchange sent = context.createFluentProducerTemplate().to("direct:send")
          .withBody(Map.of("id", id, "recipient", recipient, "payload", Map.of("text", text))).send();
      if (sent.getException() != null) {
        throw sent.getException();
      }
      return List.of(sent.getMessage().getBody(String.class).split(" "));
    }

    @Override
    public void close() {
      context.stop();
    }
  }

  @Override
  public void close() {
    links.close();
    simulator.close();
  }
}
