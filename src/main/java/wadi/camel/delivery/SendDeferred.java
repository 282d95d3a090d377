package wadi.camel.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. The provider cannot take it now. It is sent again later.
 */
public final class SendDeferred extends RuntimeException {
  private final boolean ofProvider;
  private final transient Optional<Duration> pause;
  private final boolean tried;

  /** @param reason what the provider said; stands beside the delivery */
  public SendDeferred(String reason) {
    this(reason, false, Optional.empty());
  }

  /**
   * @param ofProvider whether the provider takes nothing now, this message or another
   * @param pause how long it asked us to wait
   */
  public SendDeferred(String reason, boolean ofProvider, Optional<Duration> pause) {
    this(reason, ofProvider, pause, true);
  }

  private SendDeferred(String reason, boolean ofProvider, Optional<Duration> pause, boolean tried) {
    super(reason);
    this.tried = tried;
    this.ofProvider = ofProvider;
    this.pause = pause;
  }

  /**
   * Nothing was tried yet: it does not count as a try.
   *
   * @param pause until it may be tried
   */
  static SendDeferred untried(String reason, Duration pause) {
    return new SendDeferred(reason, false, Optional.of(pause), false);
  }

  boolean isTried() {
    return tried;
  }

  boolean ofProvider() {
    return ofProvider;
  }

  Optional<Duration> pause() {
    return pause;
  }
}
