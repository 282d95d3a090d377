package wadi.runtime.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.Snapshot;

/** The twins of one snapshot: one for each set of properties, used by all cases that have it. */
final class Twins implements AutoCloseable {
  private final Snapshot snapshot;
  private final TwinSettings settings;
  private final CompletableFuture<RuleBook> rules;
  private final Map<Map<String, String>, Twin> twins = new HashMap<>();

  Twins(Snapshot snapshot, CompletableFuture<RuleBook> rules) {
    this.snapshot = snapshot;
    this.settings = new TwinSettings(snapshot);
    this.rules = rules;
  }

  TwinSettings settings() {
    return settings;
  }

  /** The one with these properties. */
  Twin with(Map<String, String> properties) {
    return twins.computeIfAbsent(settings.differing(properties), this::build);
  }

  /** One for a single case, because its route remembers what went through it. */
  Twin fresh(Map<String, String> properties) {
    return build(settings.differing(properties));
  }

  private Twin build(Map<String, String> overrides) {
    return Twin.build(snapshot, settings, overrides, rules, this::unchanged);
  }

  private void unchanged(RouteDefinition route) {
    // as it is in the file
  }

  @Override
  public void close() {
    twins.values().forEach(Twin::close);
  }
}
