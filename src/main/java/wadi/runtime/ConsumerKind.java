package wadi.runtime;

import java.util.Set;
import org.apache.camel.Route;
import wadi.camel.HandOver;

/** How a route's consumer behaves beside another of its kind, which says when it is started and stopped. */
enum ConsumerKind {
  /** Does nothing until it is called. */
  PASSIVE,
  /** Shares its work with others: messages are claimed one by one. */
  COMPETING,
  /** May only run once. */
  EXCLUSIVE;

  private static final Set<String> CALLED = Set.of("platform-http", "rest", "rest-api", "rest-openapi", "direct", "kamelet");
  private static final Set<String> SHARING = Set.of("jms", "spring-rabbitmq", "delivery", "outbox", "sites");

  /** What the route says itself comes first. */
  static ConsumerKind of(Route route) {
    String uri = route.getEndpoint().getEndpointUri();
    String scheme = uri.substring(0, uri.indexOf(':'));
    if (CALLED.contains(scheme)) {
      return PASSIVE;
    }
    if (route.getRoutePolicyList().contains(HandOver.EXCLUSIVE)) {
      return EXCLUSIVE;
    }
    return SHARING.contains(scheme) || route.getRoutePolicyList().contains(HandOver.COMPETING) ? COMPETING : EXCLUSIVE;
  }
}
