package wadi.platform.budgets;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import wadi.domain.delivery.Forecast;
import wadi.platform.ProviderStates;
import wadi.platform.postgres.BudgetQueries;
import wadi.platform.postgres.BudgetTable.Lane;
import wadi.platform.postgres.Database;

/** Looks at the budgets of every channel of the files that run. Nothing is changed. */
public final class Outlooks {
  private final BudgetQueries queries;
  private final ProviderStates states;
  private final Clock clock;
  private final Supplier<Setup> setup;

  /** @param setup what the files that run say */
  public Outlooks(Database database, ProviderStates states, Clock clock, Supplier<Setup> setup) {
    this.queries = new BudgetQueries(database);
    this.states = states;
    this.clock = clock;
    this.setup = setup;
  }

  /** What the files that run say. */
  public Setup setup() {
    return setup.get();
  }

  Instant now() {
    return clock.instant();
  }

  /** By name. */
  public List<Outlook> all() {
    return setup().channels().stream().map(this::of).toList();
  }

  /** As the operations API says it: {@code channels}. */
  public Map<String, Object> json() {
    return Map.of("channels", all().stream().map(Outlook::json).toList());
  }

  /** That of one channel. */
  public Outlook of(Setup.Way way) {
    Instant now = clock.instant();
    BudgetQueries.Queue queue = queries.queue(way.channel(), now);
    List<Forecast.Provider> used = new ArrayList<>();
    List<Outlook.OfProvider> providers = new ArrayList<>();
    for (Lane lane : way.lanes()) {
      Forecast.Provider provider = queries.provider(lane, now);
      Optional<ProviderStates.State> state = state(lane);
      Optional<Instant> heldUntil = state.flatMap(ProviderStates.State::heldUntil);
      used.add(provider);
      providers.add(new Outlook.OfProvider(lane.provider(), state.isEmpty() ? "unknown" : heldUntil.isPresent() ? "out" : "up", heldUntil,
          state.map(ProviderStates.State::reason).orElse(""), lane.plan().budget().zone(), lane.plan().release().word(), queries.windows(lane, provider, now)));
    }
    return new Outlook(way.channel(), now, providers, queue.urgencies(), queue.more(), Forecast.of(used, queue.waiting(), queue.more(), now));
  }

  /** The windows of a provider that are open now. */
  List<BudgetQueries.Window> windows(Lane lane) {
    Instant now = clock.instant();
    return queries.windows(lane, queries.provider(lane, now), now);
  }

  /** How this process sees a provider; empty where it does not send with it. */
  public Optional<ProviderStates.State> state(Lane lane) {
    return states.all().stream().filter(state -> state.lane().budget().equals(lane.budget())).findFirst();
  }
}
