package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Knows the case that runs: what its neighbours answer, and what has left so far. */
final class Recorder {
  private final CaseClock clock = new CaseClock();
  private final List<Left> left = new ArrayList<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private Map<String, List<Answer>> answers = Map.of();
  private UnaryOperator<String> placeholders = UnaryOperator.identity();

  CaseClock clock() {
    return clock;
  }

  /** @param placeholders replaces {{properties}} in the names of seams */
  synchronized void begin(Given given, UnaryOperator<String> placeholders) {
    this.placeholders = placeholders;
    clock.set(given.clock());
    answers = given.answers();
    asked.clear();
    left.clear();
  }

  synchronized List<Left> left() {
    return List.copyOf(left);
  }

  /** Remembers it and says how its neighbour answers. */
  Answer leaves(Left one) {
    Answer answer = record(one);
    if (!answer.slow().isZero()) {
      pause(answer);
    }
    return answer;
  }

  private synchronized Answer record(Left one) {
    left.add(one);
    for (Map.Entry<String, List<Answer>> entry : answers.entrySet()) {
      if (Seams.matches(placeholders.apply(entry.getKey()), one.name())) {
        int call = asked.merge(entry.getKey(), 1, Integer::sum);
        return entry.getValue().get(Math.min(call, entry.getValue().size()) - 1);
      }
    }
    return Answer.DEFAULT;
  }

  private void pause(Answer answer) {
    clock.pass(answer.slow());
    try {
      TimeUnit.MILLISECONDS.sleep(answer.slow().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
