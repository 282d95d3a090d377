package wadi.platform.ports;

import wadi.domain.fraud.Window;

/**
 * One event as one window sees it.
 *
 * @param key of the kind that the window counts: for a card its fingerprint
 * @param amount what it adds to the sum; 0 when it is not known
 * @param value what the window tells apart, of the kind {@link Window#distinct}; empty when there is none
 */
public record Sighting(Window window, String key, double amount, String value) {
  /** For a window that tells nothing apart. */
  public Sighting(Window window, String key, double amount) {
    this(window, key, amount, "");
  }
}
