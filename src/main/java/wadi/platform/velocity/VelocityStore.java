package wadi.platform.velocity;

import java.time.Instant;
import java.util.Collection;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Velocity;

/** Where windows are kept. */
public interface VelocityStore extends Velocity, AutoCloseable {
  /** Windows begin to count now, also when nothing happens for a while; those that have begun go on. */
  void begin(Collection<Window> windows, Instant at);

  /** Whether it could be reached when it was last tried. */
  boolean isUp();

  @Override
  void close();
}
