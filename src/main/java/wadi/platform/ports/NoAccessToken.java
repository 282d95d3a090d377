package wadi.platform.ports;

import java.time.Duration;
import java.util.Optional;

/** There is no token to be had. Its message says why, and holds no secret. */
public final class NoAccessToken extends RuntimeException {
  private final boolean passing;
  private final transient Optional<Duration> pause;

  /**
   * @param passing whether it may be had later without anybody mending something
   * @param pause how long we were asked to wait
   */
  public NoAccessToken(String reason, boolean passing, Optional<Duration> pause) {
    super(reason);
    this.passing = passing;
    this.pause = pause;
  }

  public boolean passing() {
    return passing;
  }

  public Optional<Duration> pause() {
    return pause;
  }
}
