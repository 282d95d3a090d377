package wadi.camel.notifications;

import java.util.ArrayList;
import java.util.List;
import wadi.camel.UnusableMessage;
import wadi.platform.http.Problem;

/** What is wrong with one message, collected so that its sender learns all of it at once. */
final class Faults {
  private static final int MOST = 100;

  private final List<Problem.At> found = new ArrayList<>();

  void add(String pointer, String what) {
    found.add(new Problem.At(pointer, what));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** @throws UnusableMessage when there is any */
  void refuse(String what) {
    refuse(what, found);
  }

  /** @throws UnusableMessage when there is any */
  static void refuse(String what, List<Problem.At> faults) {
    if (!faults.isEmpty()) {
      List<Problem.At> told = new ArrayList<>(faults.subList(0, Math.min(MOST, faults.size())));
      if (faults.size() > MOST) {
        told.add(new Problem.At("", "has %,d more faults".formatted(faults.size() - MOST)));
      }
      throw new UnusableMessage(what, told);
    }
  }
}
