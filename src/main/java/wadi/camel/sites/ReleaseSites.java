package wadi.camel.sites;

import org.apache.camel.builder.RouteBuilder;
import wadi.camel.PassingFault;

/** In Java because a hasty edit could lose checks, or make them twice. */
public final class ReleaseSites extends RouteBuilder {
  private static final String PROBING = "'{{sites.probing}}' =~ 'true'";
  private static final long PAUSE_MILLIS = 1_000;
  /** Longer than databases are away; then the site is checked anew. */
  private static final int TRIES = 600;

  @Override
  public void configure() {
    from("sites:due").routeId("release-sites").group("sites").precondition(PROBING)
        .description("Has each site checked when it is due, and what was seen written down, however long the database is away")
        .errorHandler(defaultErrorHandler().allowRedeliveryWhileStopping(false).logExhausted(false))
        .onException(PassingFault.class).maximumRedeliveries(TRIES).redeliveryDelay(PAUSE_MILLIS).logRetryAttempted(false).logExhausted(false)
        .onRedelivery(exchange -> exchange.getMessage().setBody(exchange.getVariable("check"))).end()
        .to("direct:probe-site")
        .setVariable("check", body())
        .to("direct:check-network")
        .to("direct:report-site-check");
    from("outbox:site-checks").routeId("relay-site-checks").group("sites")
        .description("Publishes the checks that wait in the outbox, in order, to the broker in use")
        .errorHandler(noErrorHandler())
        .to("direct:publish-site-check-{{broker}}");
  }
}
