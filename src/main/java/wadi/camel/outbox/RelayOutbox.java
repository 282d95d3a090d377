package wadi.camel.outbox;

import org.apache.camel.builder.RouteBuilder;

/** In Java because a hasty edit could lose alerts. */
public final class RelayOutbox extends RouteBuilder {
  @Override
  public void configure() {
    from("outbox:alerts").routeId("relay-outbox").group("alerting")
        .description("Publishes what waits in the outbox, in order, to the broker in use")
        .errorHandler(noErrorHandler())
        .to("direct:publish-alert-{{broker}}");
    from("outbox:original-alerts").routeId("relay-original-alerts").group("alerting").precondition("'{{alerting.compatible-publish}}' =~ 'true'")
        .description("Publishes what waits in the outbox for an alertman behind us, in order")
        .errorHandler(noErrorHandler())
        .to("direct:publish-original-alert");
  }
}
