package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what a case expects with what came of it. */
final class Matching {
  private final SpecCase spec;
  private final Twin.Outcome outcome;
  private final Twin twin;
  private int position;

  private Matching(SpecCase spec, Twin.Outcome outcome, Twin twin) {
    this.spec = spec;
    this.outcome = outcome;
    this.twin = twin;
  }

  /** Where reality first differs; empty when it does not. */
  static Optional<Mismatch> of(SpecCase spec, Twin.Outcome outcome, Twin twin) {
    Matching matching = new Matching(spec, outcome, twin);
    return matching.failure().or(matching::order).or(matching::reply);
  }

  private Optional<Mismatch> failure() {
    List<Expectation.Fails> expected = entries(Expectation.Fails.class);
    Exception failure = outcome.failure();
    if (failure == null) {
      return expected.stream().findFirst().map(f -> mismatch(f.line(), "the route fails with " + f.with(), "it did not fail"));
    }
    if (expected.isEmpty()) {
      return Optional.of(mismatch(spec.line(), "the route does not fail", "it failed with " + chain(failure)));
    }
    return expected.stream().filter(f -> !Failures.isOf(failure, f.with())).findFirst()
        .map(f -> mismatch(f.line(), "the route fails with " + f.with(), "it failed with " + chain(failure)));
  }

  private Optional<Mismatch> order() {
    for (Expectation entry : spec.then()) {
      Optional<Mismatch> mismatch = entry instanceof Expectation.Leaves leaves ? inTurn(List.of(leaves))
          : entry instanceof Expectation.AnyOrder group ? inTurn(group.all()) : Optional.empty();
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    return next(position)
        .map(left -> mismatch(spec.line(), "nothing else leaves", left.shown() + " also left; list it, or find out why it leaves"));
  }

  /** All of these leave next, in whatever order, with nothing that must be listed between them. */
  private Optional<Mismatch> inTurn(List<Expectation.Leaves> group) {
    List<Expectation.Leaves> open = new ArrayList<>(group);
    while (!open.isEmpty()) {
      Optional<Expectation.Leaves> found = Optional.empty();
      int at = position;
      for (; at < outcome.left().size() && found.isEmpty(); at++) {
        Left left = outcome.left().get(at);
        found = open.stream().filter(e -> difference(e, left).isEmpty()).findFirst();
        if (left.mustBeListed() && found.isEmpty()) {
          break;
        }
      }
      if (found.isEmpty()) {
        return Optional.of(missing(open.get(0)));
      }
      open.remove(found.get());
      position = at;
    }
    return Optional.empty();
  }

  private Mismatch missing(Expectation.Leaves expected) {
    String what = expected.kind().word() + " " + expected.name();
    Optional<String> nearest = outcome.left().stream().skip(position).filter(left -> isCalled(expected, left)).findFirst()
        .or(() -> outcome.left().stream().filter(left -> isCalled(expected, left)).findFirst())
        .flatMap(left -> difference(expected, left));
    if (nearest.isPresent()) {
      return mismatch(expected.line(), what, nearest.get());
    }
    if (outcome.left().stream().anyMatch(left -> isCalled(expected, left))) {
      return mismatch(expected.line(), what, "it left, but not in this place");
    }
    return mismatch(expected.line(), what, next(position).map(left -> "next left " + left.shown()).orElse("nothing more left"));
  }

  /** The next one from there that a spec has to list. */
  private Optional<Left> next(int from) {
    return outcome.left().stream().skip(from).filter(Left::mustBeListed).findFirst();
  }

  private boolean isCalled(Expectation.Leaves expected, Left left) {
    return expected.kind() == left.kind() && Seams.matches(twin.resolve(expected.name()), left.name());
  }

  private Optional<String> difference(Expectation.Leaves expected, Left left) {
    return isCalled(expected, left) ? difference(expected.facts(), left.facts())
        : Optional.of("left " + left.kind().word() + " " + left.name());
  }

  private static Optional<String> difference(Map<String, Expected> expected, Map<String, Object> facts) {
    return expected.entrySet().stream().map(e -> e.getValue().difference(e.getKey(), facts.get(e.getKey())))
        .flatMap(Optional::stream).findFirst();
  }

  private Optional<Mismatch> reply() {
    return entries(Expectation.Reply.class).stream().flatMap(r -> difference(r.facts(), outcome.reply())
        .map(d -> mismatch(r.line(), "the reply", d)).stream()).findFirst();
  }

  private <T extends Expectation> List<T> entries(Class<T> type) {
    return spec.then().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Mismatch mismatch(int line, String expected, String instead) {
    return new Mismatch(line, expected, instead,
        outcome.left().stream().filter(left -> left.kind() != Left.Kind.STEP).map(Left::shown).toList());
  }

  private static String chain(Throwable failure) {
    List<String> chain = new ArrayList<>();
    for (Throwable e = failure; e != null; e = e.getCause()) {
      chain.add(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    return chain.stream().collect(Collectors.joining(" < "));
  }
}
