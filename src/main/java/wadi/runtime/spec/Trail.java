package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.ChoiceProcessor;
import org.apache.camel.processor.FilterProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Sees the way one message takes: through which routes, and at each choice which branch and why. */
final class Trail implements InterceptStrategy {
  private final List<Pass> passes = new ArrayList<>();

  /**
   * One route that the message went through.
   *
   * @param ways of its choices and filters, in the order in which the message came to them
   */
  record Pass(String route, List<Way> ways) {}

  /**
   * One way at a choice.
   *
   * @param step the choice's short id, or its kind when it has none
   * @param id of the branch, or what leads there
   * @param when the condition as it is written; empty for otherwise
   * @param asked false after one that was taken
   * @param values of what the condition names
   */
  record Way(String step, String id, String when, boolean asked, boolean taken, Map<String, Object> values) {}

  /** Forgets the message before. */
  void begin() {
    passes.clear();
  }

  /** The routes it went through, in the order in which it came to them. */
  List<Pass> passes() {
    return List.copyOf(passes);
  }

  /** @param wrapped the step itself when {@code target} wraps it already, else null */
  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor wrapped) {
    Processor made = wrapped == null ? target : wrapped;
    RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
    if (route == null || Kamelets.isMade(route)) {
      return target;
    }
    boolean isFirst = !route.getOutputs().isEmpty() && route.getOutputs().get(0) == definition;
    Processor seen = target;
    if (made instanceof ChoiceProcessor choice && definition instanceof ChoiceDefinition choosing) {
      seen = seen(route, target, choice.getFilters(), Conditions.of(choosing, route, context));
    } else if (made instanceof FilterProcessor filter && definition instanceof FilterDefinition filtering) {
      seen = seen(route, target, List.of(filter), Conditions.of(filtering, route));
    }
    return isFirst ? entering(route, seen) : seen;
  }

  private Processor entering(RouteDefinition route, Processor target) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        passes.add(new Pass(route.getRouteId(), new ArrayList<>()));
        return super.process(exchange, callback);
      }
    };
  }

  private Processor seen(RouteDefinition route, Processor target, List<FilterProcessor> filters, Conditions conditions) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        List<Way> ways = passes.stream().filter(pass -> pass.route().equals(route.getRouteId())).reduce((one, later) -> later).map(Pass::ways).orElseGet(ArrayList::new);
        List<Map<String, Object>> values = conditions.all().stream().map(condition -> condition.values(exchange)).toList();
        long[] before = filters.stream().mapToLong(FilterProcessor::getFilteredCount).toArray();
        int place = ways.size();
        return super.process(exchange, synchronously -> {
          int taken = IntStream.range(0, before.length).filter(i -> filters.get(i).getFilteredCount() > before[i]).findFirst().orElse(before.length);
          ways.addAll(place, conditions.ways(values, taken));
          callback.done(synchronously);
        });
      }
    };
  }
}
