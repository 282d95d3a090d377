package wadi.platform.ports;

/** Which messages had their effect, so that a second copy has none. */
public interface SeenMessages {
  /** True for the first copy; the record commits or rolls back with the transaction of this thread. */
  boolean isFirst(String source, String identity);

  @Reads
  boolean contains(String source, String identity);
}
