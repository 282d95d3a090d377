package wadi.platform.ops;

/** Where a parked message enters its route again. */
public interface RouteEntrance {

  /** What came of it. A route that parks the message again has taken it too. */
  sealed interface Entered {
    /** The route has ended, its effects are durable. */
    record Taken() implements Entered {}

    /** It may succeed later. */
    record NotNow(String detail) implements Entered {}

    /** It cannot succeed with the routes that run now. */
    record Impossible(String detail) implements Entered {}
  }

  /**
   * Returns when the route has ended. Does not use the transaction of this thread.
   *
   * @param deadLetter which one it is: what is parked on the way is linked to it
   * @param original as {@link wadi.platform.ports.DeadLetter} has it
   */
  Entered enter(long deadLetter, String route, byte[] original);
}
