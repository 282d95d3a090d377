package wadi.runtime;

import org.apache.camel.Header;

/** Called by a route of a test: fails when it is told to. */
public final class Half {
  private Half() {}

  /** Works when nothing is said. */
  public static void half(@Header("fail") String fail) {
    if (fail != null) {
      throw new IllegalStateException(fail);
    }
  }
}
