package wadi.platform;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import wadi.platform.postgres.BudgetTable;

/** Each provider this process sends with: its budget, and whether it is there. */
public final class ProviderStates {
  private final Map<String, State> states = new ConcurrentHashMap<>();

  /**
   * A provider as this process sees it.
   *
   * @param order 0 for the first of its channel
   * @param heldUntil nothing is sent before; empty while it is there
   * @param reason why nothing is sent, otherwise empty
   */
  public record State(BudgetTable.Lane lane, int order, Optional<Instant> heldUntil, String reason) {}

  /** These take the place of the same providers of an older generation of routes. */
  public void begin(State state) {
    states.put(state.lane().budget(), state);
  }

  /** What has changed; an older generation of routes, which still ends its sends, changes nothing. */
  public void change(State state) {
    states.computeIfPresent(state.lane().budget(), (name, known) -> known.lane() == state.lane() ? state : known);
  }

  /** It is no longer used, unless a newer generation of routes does. */
  public void end(BudgetTable.Lane lane) {
    states.computeIfPresent(lane.budget(), (name, state) -> state.lane() == lane ? null : state);
  }

  /** By name. */
  public Collection<State> all() {
    return new TreeMap<>(states).values();
  }
}
