package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the names in a spec that nothing has: routes, seams, ports, properties, counters, steps. */
final class SpecChecks {
  private final Twin twin;
  private final TwinSettings settings;
  private final SpecFile spec;

  SpecChecks(Twin twin, TwinSettings settings, SpecFile spec) {
    this.twin = twin;
    this.settings = settings;
    this.spec = spec;
  }

  void check() {
    String stem = spec.file().substring(spec.file().lastIndexOf('/') + 1).replace(".spec.yaml", "");
    if (spec.routeLine() > 0 && !twin.routes().contains(spec.route())) {
      add(spec.routeLine(), "there is no route " + spec.route(), Suggestion.of(spec.route(), twin.routes()));
    } else if (spec.routeLine() > 0 && !spec.route().equals(stem)) {
      add(spec.routeLine(), "a spec is called after its route", "call the file " + spec.route() + ".spec.yaml");
    }
    spec.cases().forEach(this::check);
  }

  private void check(SpecCase one) {
    one.given().properties().keySet().forEach(name -> known("property", name, one.line(), settings.names()));
    one.given().counters().keySet().forEach(name -> known("counter", name, one.line(), twin.ports().counters().keySet()));
    one.given().answers().forEach((who, answers) -> answers.forEach(answer -> answers(who, answer)));
    leaving(one.then()).forEach(this::check);
  }

  private void answers(String who, Answer answer) {
    boolean isPort = twin.ports().methods().containsKey(who);
    if (!isPort && who.matches("[a-zA-Z]+\\.[a-zA-Z]+")) {
      known("port", who, answer.line(), twin.ports().methods().keySet());
    } else if (!isPort) {
      seam(who, answer.line());
    }
    if (!isPort && answer.returns().isPresent()) {
      add(answer.line(), "only a port returns something", "body: what " + who + " answers");
    }
  }

  private static List<Expectation.Leaves> leaving(List<Expectation> then) {
    List<Expectation.Leaves> leaving = new ArrayList<>();
    then.forEach(entry -> {
      if (entry instanceof Expectation.Leaves one) {
        leaving.add(one);
      } else if (entry instanceof Expectation.AnyOrder group) {
        leaving.addAll(group.all());
      }
    });
    return leaving;
  }

  private void check(Expectation.Leaves one) {
    switch (one.kind()) {
      case TO -> seam(one.name(), one.line());
      case PORT -> known("port", one.name(), one.line(), twin.ports().methods().keySet());
      case STEP -> known("step", one.name(), one.line(), twin.steps(spec.route()));
    }
  }

  private void seam(String name, int line) {
    String resolved;
    try {
      resolved = Seams.name(twin.resolve(name));
    } catch (IllegalArgumentException e) {
      add(line, "the seam " + name + " names a property that does not exist", "as the route writes it, without options");
      return;
    }
    Set<String> seams = new TreeSet<>(twin.seams());
    if (seams.stream().noneMatch(seam -> Seams.matches(resolved, seam))) {
      add(line, "no route has a seam " + name, Suggestion.of(resolved, seams));
    }
  }

  private void known(String what, String name, int line, Collection<String> names) {
    if (!names.contains(name)) {
      add(line, "there is no " + what + " " + name, Suggestion.of(name, names));
    }
  }

  private void add(int line, String message, String hint) {
    spec.errors().add(line, message, hint);
  }
}
