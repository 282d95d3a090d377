package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.processor.ChoiceProcessor;
import org.apache.camel.processor.FilterProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Sees which ways messages take. It is asked about each step that is made, so it knows all of them, however the route was
 * written. A choice and a filter count their branches themselves; here is seen when none of them counted.
 */
final class BranchRecorder implements InterceptStrategy {
  private final Map<NamedNode, Fork> forks = Collections.synchronizedMap(new IdentityHashMap<>());
  private final Map<NamedNode, Boolean> bodies = Collections.synchronizedMap(new IdentityHashMap<>());

  /** A step with branches. What stands in a route configuration is made anew for each route, and is still one step. */
  static final class Fork {
    private final List<List<FilterProcessor>> made = new ArrayList<>();
    private volatile boolean tookNone;

    /** Whether a message took the n-th branch, the first being 0. */
    boolean took(int n) {
      return made.stream().anyMatch(filters -> filters.get(n).getFilteredCount() > 0);
    }

    boolean tookNone() {
      return tookNone;
    }
  }

  /** The steps with branches. */
  Map<NamedNode, Fork> forks() {
    return forks;
  }

  /** What handles failures, and whether one came there. */
  Map<NamedNode, Boolean> bodies() {
    return bodies;
  }

  /** @param made the step itself, which {@code target} may already wrap */
  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor made) {
    NamedNode body = definition.getParent();
    Processor seen = body instanceof OnExceptionDefinition || body instanceof CatchDefinition ? seen(body, target) : target;
    if (made instanceof ChoiceProcessor choice) {
      return counted(definition, seen, choice.getFilters());
    }
    return made instanceof FilterProcessor filter ? counted(definition, seen, List.of(filter)) : seen;
  }

  private Processor seen(NamedNode body, Processor target) {
    bodies.putIfAbsent(body, false);
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        bodies.put(body, true);
        return super.process(exchange, callback);
      }
    };
  }

  private Processor counted(NamedNode step, Processor target, List<FilterProcessor> filters) {
    Fork fork = forks.computeIfAbsent(step, s -> new Fork());
    fork.made.add(filters);
    LongSupplier taken = () -> filters.stream().mapToLong(FilterProcessor::getFilteredCount).sum();
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        long before = taken.getAsLong();
        return super.process(exchange, synchronously -> {
          fork.tookNone |= taken.getAsLong() == before && !exchange.isFailed(); // a condition that fails leads nowhere
          callback.done(synchronously);
        });
      }
    };
  }
}
