package wadi.platform.velocity;

import java.time.Instant;
import java.util.Collection;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Velocity;

/** Where windows are kept. */
public interface VelocityStore extends Velocity, AutoCloseable {
  /**
   * Those windows of these that have not begun yet begin to count now, also when nothing happens for a while. The others of them
   * go on; what they do not name may still be counted, and is not known to be whole any more.
   */
  void begin(Collection<Window> windows, Instant at);

  /** Whether it could be reached when it was last tried. */
  boolean isUp();

  @Override
  void close();
}
