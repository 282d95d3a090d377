package wadi.platform.sites;

import java.time.Duration;

/** What all probes share. */
record Tools(ProbeSettings settings, Names names, Alarm alarm) implements AutoCloseable {
  @Override
  public void close() {
    names.close();
    alarm.close();
  }

  /** A time in words: {@code 5 s}, {@code 500 ms}. */
  static String words(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
