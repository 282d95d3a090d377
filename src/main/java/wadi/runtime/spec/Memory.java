package wadi.runtime.spec;

import java.util.List;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.spi.Registry;

/** Tells routes that remember what went through them: their cases cannot share a twin. */
final class Memory {
  private static final List<Class<?>> REMEMBERS = List.of(AggregateDefinition.class, CircuitBreakerDefinition.class,
      LoadBalanceDefinition.class, ResequenceDefinition.class, SamplingDefinition.class, ThrottleDefinition.class);

  private Memory() {}

  /** @param registry where routes find their repositories */
  static boolean isIn(RouteDefinition route, Registry registry) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
        .anyMatch(step -> step instanceof IdempotentConsumerDefinition consumer ? !isPort(consumer, registry)
            : REMEMBERS.stream().anyMatch(type -> type.isInstance(step)));
  }

  /** Repositories of ours remember through a port, which a twin records. */
  private static boolean isPort(IdempotentConsumerDefinition consumer, Registry registry) {
    Object repository = registry.lookupByName(String.valueOf(consumer.getIdempotentRepository()).replace("#", ""));
    return repository != null && repository.getClass().getName().startsWith("wadi.");
  }
}
