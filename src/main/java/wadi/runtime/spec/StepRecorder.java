package wadi.runtime.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Records the steps a message passes, by their short ids; a spec can expect them and need not. */
final class StepRecorder implements InterceptStrategy {
  private static final String CONFIGURATIONS = "";

  private final Recorder recorder;
  private final Map<String, Set<String>> steps = new ConcurrentHashMap<>();

  StepRecorder(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Those of the route, and those of route configurations. */
  Set<String> of(String route) {
    Set<String> all = new TreeSet<>(steps.getOrDefault(route, Set.of()));
    all.addAll(steps.getOrDefault(CONFIGURATIONS, Set.of()));
    return all;
  }

  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor next) {
    String route = Objects.requireNonNullElse(ProcessorDefinitionHelper.getRouteId((ProcessorDefinition<?>) definition), CONFIGURATIONS);
    if (definition.getId() == null) {
      return target;
    }
    String id = definition.getId().startsWith(route + ".") ? definition.getId().substring(route.length() + 1) : definition.getId();
    steps.computeIfAbsent(route, r -> Collections.synchronizedSet(new TreeSet<>())).add(id);
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        recorder.leaves(new Left(Left.Kind.STEP, id, false, Map.of()));
        return super.process(exchange, callback);
      }
    };
  }
}
