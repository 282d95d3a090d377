package wadi.platform.ports;

/**
 * The request took so long that another one has taken its idempotency key over: nothing of it was stored, the other one
 * decides.
 */
public final class ReservationLost extends RuntimeException {
  public ReservationLost() {
    super("another request has taken the idempotency key over");
  }
}
