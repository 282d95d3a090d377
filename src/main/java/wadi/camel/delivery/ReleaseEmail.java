package wadi.camel.delivery;

import org.apache.camel.builder.RouteBuilder;

/** In Java because a hasty edit could lose mails or send them twice. */
public final class ReleaseEmail extends RouteBuilder {
  @Override
  public void configure() {
    from("delivery:email?budget={{delivery.email.budget}}&zone={{delivery.email.zone}}&concurrency={{delivery.email.concurrency}}")
        .routeId("release-email").group("delivery")
        .description("Releases mails by urgency as fast as the provider's budget allows")
        .errorHandler(noErrorHandler())
        .to("direct:send-email-{{delivery.email.provider}}");
  }
}
