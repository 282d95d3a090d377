package wadi.runtime.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.Snapshot;

/** The twins of one snapshot: one for each set of properties, used by all cases that have it. */
final class Twins implements AutoCloseable {
  private final Snapshot snapshot;
  private final TwinSettings settings;
  private final CompletableFuture<RuleBook> rules;
  private final Consumer<RouteDefinition> change;
  private final Map<Map<String, String>, Twin> twins = new HashMap<>();

  /** @param change done to each route before it is built */
  Twins(Snapshot snapshot, CompletableFuture<RuleBook> rules, Consumer<RouteDefinition> change) {
    this.change = change;
    this.snapshot = snapshot;
    this.settings = new TwinSettings(snapshot);
    this.rules = rules;
  }

  TwinSettings settings() {
    return settings;
  }

  /** The one without properties of its own. */
  Twin plain() {
    return with(Map.of());
  }

  /** Feeds the case to its route, in a twin of its own if the route remembers what went through it. */
  Optional<Mismatch> run(String route, SpecCase one) {
    Twin twin = with(one.given().properties());
    if (!twin.remembers(route)) {
      return Matching.of(one, twin.run(route, one.given()), twin);
    }
    try (Twin own = build(settings.differing(one.given().properties()))) {
      return Matching.of(one, own.run(route, one.given()), own);
    }
  }

  private Twin with(Map<String, String> properties) {
    return twins.computeIfAbsent(settings.differing(properties), this::build);
  }

  private Twin build(Map<String, String> overrides) {
    return Twin.build(snapshot, settings, overrides, rules, change);
  }

  @Override
  public void close() {
    twins.values().forEach(Twin::close);
  }
}
