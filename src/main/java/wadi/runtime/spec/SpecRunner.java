package wadi.runtime.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.MDC;
import wadi.camel.delivery.ReleaseChannels;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.platform.StartupException;
import wadi.runtime.Snapshot;

/** Runs the specs of a snapshot in twins of it. */
public final class SpecRunner implements AutoCloseable {
  private static final String SUFFIX = ".spec.yaml";

  private final Snapshot snapshot;
  private final Twins twins;

  /** The runner of these files; the rules are compiled at once, beside other work. */
  public SpecRunner(Snapshot snapshot) {
    this(snapshot, CompletableFuture.supplyAsync(() -> RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml"))));
  }

  /** @param rules of these files, perhaps still being compiled */
  public SpecRunner(Snapshot snapshot, CompletableFuture<RuleBook> rules) {
    this(snapshot, rules, route -> { });
  }

  SpecRunner(Snapshot snapshot, CompletableFuture<RuleBook> rules, Consumer<RouteDefinition> change) {
    this.snapshot = snapshot;
    this.twins = new Twins(snapshot, rules, change);
  }

  /**
   * Runs all specs.
   *
   * @throws wadi.camel.files.InvalidFiles when no generation could be made of the files
   */
  public SpecReport run() {
    return run(route -> true);
  }

  /** Runs the specs of some routes, by their ids. */
  public SpecReport run(Predicate<String> selected) {
    try (MDC.MDCCloseable quiet = Twins.quiet()) {
      List<SpecFile> specs = files().stream().map(this::read).toList();
      twins.prepare(specs.stream().filter(spec -> selected.test(stem(spec.file()))).toList());
      Twin twin = twins.plain();
      List<SpecError> errors = new ArrayList<>(withoutSpec(twin, specs, selected));
      List<CaseResult> cases = new ArrayList<>();
      specs.stream().filter(spec -> selected.test(stem(spec.file()))).forEach(spec -> {
        new SpecChecks(twin, twins.settings(), spec).check();
        errors.addAll(spec.errors().inOrder());
        if (spec.errors().inOrder().isEmpty()) {
          spec.cases().forEach(one -> run(spec, one, cases, errors));
        }
      });
      Set<String> have = names(specs);
      List<Branch> branches = twins.branches().stream().filter(b -> selected.test(b.owner()) && (have.contains(b.owner()) || !isServed(twin, b.owner(), have))).toList();
      return new SpecReport((int) twin.routes().stream().filter(selected).count(), cases, errors, branches);
    }
  }

  private void run(SpecFile spec, SpecCase one, List<CaseResult> cases, List<SpecError> errors) {
    try {
      long begun = System.nanoTime();
      Optional<Mismatch> mismatch = twins.run(spec.route(), one);
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      cases.add(new CaseResult(spec.file(), one.line(), spec.route(), one.it(), time, mismatch));
    } catch (InvalidFiles | StartupException e) { // the files as they are can be loaded, or there would be no plain twin
      String why = e instanceof InvalidFiles invalid ? invalid.findings().get(0).message() : e.getMessage();
      errors.add(new SpecError(spec.file(), one.line(), "nothing can be loaded with the properties of this case: " + why, "correct them below given"));
    }
  }

  /** The ids of all routes and of all specs. */
  public Set<String> routes() {
    try (MDC.MDCCloseable quiet = Twins.quiet()) {
      Set<String> routes = new TreeSet<>(twins.plain().routes());
      files().forEach(file -> routes.add(stem(file.toString())));
      return routes;
    }
  }

  private List<SpecError> withoutSpec(Twin twin, List<SpecFile> specs, Predicate<String> selected) {
    Set<String> have = names(specs);
    return twin.routes().stream().filter(selected).filter(route -> !isServed(twin, route, have))
        .map(route -> new SpecError("routes/" + twin.group(route) + "/" + route + SUFFIX, 0, "the route " + route + " has no spec",
            "write this file; docs/specs.md says how"))
        .toList();
  }

  private static Set<String> names(List<SpecFile> specs) {
    return specs.stream().flatMap(spec -> Stream.of(spec.route(), stem(spec.file()))).collect(Collectors.toSet());
  }

  /** What Java makes for each channel is one route, and so is what is made of one template: the spec of one serves them all. */
  private static boolean isServed(Twin twin, String route, Set<String> have) {
    return twin.alike(route).stream().anyMatch(have::contains) || ReleaseChannels.makes(route) && have.stream().anyMatch(ReleaseChannels::makes);
  }

  private SpecFile read(Path file) {
    try {
      return SpecReader.read(file.toString(), Files.readString(snapshot.folder().resolve(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(snapshot.folder().resolve("routes"))) {
      return all.filter(f -> f.toString().endsWith(SUFFIX)).map(snapshot.folder()::relativize).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replace(SUFFIX, "");
  }

  @Override
  public void close() {
    twins.close();
  }
}
