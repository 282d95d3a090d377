package wadi.platform.ports;

import wadi.domain.delivery.Receipt;

/** What providers say later of the messages they took. */
@FunctionalInterface
public interface Receipts {
  /**
   * Kept when this returns. One that comes before its send is written down waits for it; a repeated one, and one for a delivery that has
   * ended, changes nothing.
   */
  void record(Receipt receipt);
}
