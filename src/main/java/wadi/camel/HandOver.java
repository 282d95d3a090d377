package wadi.camel;

import org.apache.camel.support.RoutePolicySupport;

/**
 * How a route's consumer is handed over from one generation to the next, where that cannot be told from its component:
 * {@code routePolicy: exclusive} or {@code routePolicy: competing}. It does nothing by itself.
 */
public final class HandOver extends RoutePolicySupport {
  /** Never two at the same time: the old one has stopped, and finished, before the new one starts. */
  public static final HandOver EXCLUSIVE = new HandOver();
  /** Never none: the new one has started before the old one stops. */
  public static final HandOver COMPETING = new HandOver();

  private HandOver() {}
}
