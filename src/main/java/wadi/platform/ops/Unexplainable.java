package wadi.platform.ops;

/** A message that nothing can be said of. */
public final class Unexplainable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param why in words for the person who wrote the message, with line and column where there are some; quotes nothing of it */
  public Unexplainable(String why) {
    super(why);
  }
}
