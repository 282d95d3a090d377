package wadi.camel;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What {@code transacted} means here: the steps commit together, or an exception rolls them back and goes to the route
 * that called. Camel's own policy ends such an exception in an error handler of its own, so that no onException of
 * the caller ever sees it.
 */
public final class InTransaction implements TransactedPolicy {
  private final TransactionTemplate template;

  public InTransaction(PlatformTransactionManager transactions) {
    this.template = new TransactionTemplate(transactions);
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // nothing to prepare
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    return exchange -> {
      exchange.getUnitOfWork().beginTransactedBy(this); // keeps every step on this thread
      try {
        template.executeWithoutResult(status -> run(steps, exchange, status));
      } catch (TransactionException e) {
        exchange.setException(e);
      } finally {
        if (exchange.getException() != null) {
          exchange.setException(PassingFault.orSelf(exchange.getException()));
        }
        exchange.getUnitOfWork().endTransactedBy(this);
      }
    };
  }

  private static void run(Processor steps, Exchange exchange, TransactionStatus status) {
    try {
      steps.process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.isFailed() || exchange.isRollbackOnly()) {
      status.setRollbackOnly();
    }
  }
}
