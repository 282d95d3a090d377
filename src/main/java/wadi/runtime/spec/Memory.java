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

/** Tells routes that remember what went through them: their cases cannot share a twin. */
final class Memory {
  private static final List<Class<?>> REMEMBERS = List.of(AggregateDefinition.class, CircuitBreakerDefinition.class,
      IdempotentConsumerDefinition.class, LoadBalanceDefinition.class, ResequenceDefinition.class, SamplingDefinition.class, ThrottleDefinition.class);

  private Memory() {}

  static boolean isIn(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
        .anyMatch(step -> REMEMBERS.stream().anyMatch(type -> type.isInstance(step)));
  }
}
