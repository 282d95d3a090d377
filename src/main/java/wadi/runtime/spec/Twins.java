package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.Snapshot;

/**
 * The twins of one snapshot: the plain one with every route, and one for each other set of properties, used by all cases
 * that have it, with just the routes of these cases. To build them is what takes time.
 */
final class Twins implements AutoCloseable {
  /** Log lines of a twin are no news of the running system: log4j2.properties drops them. */
  private static final String QUIET = "twin";

  static {
    LoggerFactory.getILoggerFactory(); // what threads put into the MDC while logging begins is lost
  }

  private final Snapshot snapshot;
  private final TwinSettings settings;
  private final RouteFiles files;
  private final CompletableFuture<RuleBook> rules;
  private final Consumer<RouteDefinition> change;
  /** Each is built by the thread that comes to it first. */
  private final Map<Kind, FutureTask<Twin>> twins = new LinkedHashMap<>();
  private final List<Branch> reachedAlone = new ArrayList<>();
  private Thread builder;
  private volatile boolean closed;

  /**
   * What makes a twin another one.
   *
   * @param properties those that differ from the files
   * @param routes the ids of the routes that are there; empty for all
   */
  private record Kind(Map<String, String> properties, Set<String> routes) {}

  /** @param change done to each route before it is built */
  Twins(Snapshot snapshot, CompletableFuture<RuleBook> rules, Consumer<RouteDefinition> change) {
    this.change = change;
    this.snapshot = snapshot;
    this.settings = new TwinSettings(snapshot);
    this.files = new RouteFiles(snapshot.folder());
    this.rules = rules;
  }

  TwinSettings settings() {
    return settings;
  }

  /** The one with the properties of the files. */
  Twin plain() {
    return in(new Kind(Map.of(), Set.of()));
  }

  /** Begins to build those that cases with properties of their own need, beside the caller's work. */
  void prepare(List<SpecFile> specs) {
    finish();
    Map<Map<String, String>, Set<String>> needed = new LinkedHashMap<>();
    specs.forEach(spec -> spec.cases().forEach(one -> differing(one).ifPresent(properties ->
        needed.computeIfAbsent(properties, p -> new TreeSet<>()).add(spec.route()))));
    List<FutureTask<Twin>> tasks = needed.entrySet().stream().map(e -> task(new Kind(e.getKey(), e.getValue()))).toList();
    builder = new Thread(() -> build(tasks), "build-twins");
    builder.setDaemon(true);
    builder.start();
  }

  private void build(List<FutureTask<Twin>> tasks) {
    try (MDC.MDCCloseable quiet = quiet()) {
      tasks.stream().takeWhile(task -> !closed).forEach(FutureTask::run);
    }
  }

  /** Feeds the case to its route, in a twin of its own if the route remembers what went through it. */
  Optional<Mismatch> run(String route, SpecCase one) {
    Kind kind = differing(one).map(properties -> twins.keySet().stream()
        .filter(k -> k.properties().equals(properties) && k.routes().contains(route)).findFirst()
        .orElseGet(() -> new Kind(properties, Set.of(route)))).orElse(new Kind(Map.of(), Set.of()));
    Twin twin = in(kind);
    if (!twin.remembers(route)) {
      return Matching.of(one, twin.run(route, one.given()), twin);
    }
    try (Twin own = build(new Kind(kind.properties(), Set.of(route)))) {
      Optional<Mismatch> mismatch = Matching.of(one, own.run(route, one.given()), own);
      reachedAlone.addAll(own.branches());
      return mismatch;
    }
  }

  /** The branches of all routes, with what the cases of all twins have reached. */
  List<Branch> branches() {
    List<Branch> elsewhere = new ArrayList<>(reachedAlone);
    twins.values().stream().filter(FutureTask::isDone).flatMap(Twins::ifBuilt).forEach(twin -> elsewhere.addAll(twin.branches()));
    Set<Branch> reached = elsewhere.stream().filter(Branch::reached).collect(Collectors.toSet());
    return plain().branches().stream().map(branch -> reached.contains(branch.asReached()) ? branch.asReached() : branch).distinct().toList();
  }

  /** The properties of a case that are not as in the files, if there are any. */
  private Optional<Map<String, String>> differing(SpecCase one) {
    return Optional.of(settings.differing(one.given().properties())).filter(properties -> !properties.isEmpty());
  }

  private FutureTask<Twin> task(Kind kind) {
    return twins.computeIfAbsent(kind, k -> new FutureTask<>(() -> build(k)));
  }

  private Twin in(Kind kind) {
    FutureTask<Twin> task = task(kind);
    task.run();
    return built(task);
  }

  private static Twin built(FutureTask<Twin> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unusable) {
        throw unusable;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Twin build(Kind kind) {
    Optional<String> read = kind.routes().isEmpty() ? Optional.empty() : files.with(kind.routes());
    return Twin.build(snapshot, settings, new Twin.Differences(kind.properties(), kind.routes(), read, change), rules);
  }

  /** Until it is closed, nothing of this thread is seen in the log. */
  static MDC.MDCCloseable quiet() {
    return MDC.putCloseable(QUIET, "true");
  }

  private void finish() {
    try {
      if (builder != null) {
        builder.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    finish();
    try (MDC.MDCCloseable quiet = quiet()) {
      twins.values().stream().filter(FutureTask::isDone).flatMap(Twins::ifBuilt).forEach(Twin::close);
    }
  }

  private static Stream<Twin> ifBuilt(FutureTask<Twin> task) {
    try {
      return Stream.of(built(task));
    } catch (RuntimeException e) {
      return Stream.empty(); // a twin that could not be built has ended itself
    }
  }
}
