package wadi.camel.errors;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.spi.SynchronizationVetoable;
import wadi.platform.Faults;

/**
 * One exchange on its way through the routes, from the one it entered by until all of its work is done: only then it is
 * known whether it failed. The parts of a split message share the passage of the whole.
 */
final class Passage implements SynchronizationVetoable {
  private static final String PROPERTY = "wadi.passage";
  /** Set to false by a route whose reply looks like an error of ours and is none. */
  private static final String VARIABLE = "failed";

  private final RecentFailures entrance;
  private final boolean http;
  /** Of Vert.x, or null. */
  private final HttpServerResponse response;
  private List<RecentFailures> failedInside = List.of();
  /** Why it failed, once it has ended. */
  private String reason;
  private volatile boolean parked;

  private Passage(RecentFailures entrance, boolean http, HttpServerResponse response) {
    this.entrance = entrance;
    this.http = http;
    this.response = response;
  }

  /** Begins one by this route; if the exchange was sent by it before, that one has ended. */
  static void enter(Exchange exchange, RecentFailures route, boolean http) {
    HttpServerResponse response = exchange.getIn() instanceof HttpMessage request ? request.getResponse() : null;
    Passage passage = new Passage(route, http, response);
    exchange.setProperty(PROPERTY, passage);
    exchange.getExchangeExtension().addOnCompletion(passage);
  }

  /** The exchange, or a part of it, has left a route within by an exception. Whether that is a failure is decided at the end. */
  static void failedIn(Exchange exchange, RecentFailures route) {
    if (exchange.getProperty(PROPERTY) instanceof Passage passage) {
      passage.failedIn(route);
    }
  }

  private synchronized void failedIn(RecentFailures route) {
    if (reason != null) { // a part that was under way beside the one that ended it
      route.failure(reason);
      return;
    }
    failedInside = failedInside.isEmpty() ? new ArrayList<>() : failedInside;
    failedInside.add(route);
  }

  /** The message, or a part of it, was put aside. */
  static void parked(Exchange exchange) {
    if (exchange.getProperty(PROPERTY) instanceof Passage passage) {
      passage.parked = true;
    }
  }

  @Override
  public void onComplete(Exchange exchange) {
    end(exchange);
  }

  @Override
  public void onFailure(Exchange exchange) {
    end(exchange);
  }

  private synchronized void end(Exchange exchange) {
    reason = reasonOf(exchange);
    if (reason != null) {
      entrance.failure(reason);
      failedInside.forEach(route -> route.failure(reason));
    }
    entrance.exchange();
  }

  /** Null when it did not fail. */
  private String reasonOf(Exchange exchange) {
    if (exchange.getException() != null) {
      return Faults.nameOf(exchange.getException());
    }
    if (http) {
      int status = status(exchange);
      boolean failed = status >= 500 && !Boolean.FALSE.equals(exchange.getVariable(VARIABLE));
      return failed ? caught(exchange, "reply " + status) : null;
    }
    if (parked) {
      return caught(exchange, "parked");
    }
    return exchange.isRollbackOnly() || exchange.isRollbackOnlyLast() ? "rolled back" : null;
  }

  /** As it was sent: a body that cannot be written makes a 500 of what was meant as 200. */
  private int status(Exchange exchange) {
    if (response != null) {
      return response.getStatusCode();
    }
    Integer set = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    return set == null ? 200 : set;
  }

  private static String caught(Exchange exchange, String otherwise) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return caught == null ? otherwise : Faults.nameOf(caught);
  }

  /** A copy that goes its own way is not what was entered. */
  @Override
  public boolean allowHandover() {
    return false;
  }

  @Override
  public void beforeHandover(Exchange target) {
    // never handed over
  }
}
