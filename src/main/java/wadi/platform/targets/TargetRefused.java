package wadi.platform.targets;

/** A URL that is not called; the message is a sentence for whoever gave it, and quotes no more of it than its host. */
public final class TargetRefused extends Exception {
  /** @param sentence what is wrong, without a full stop */
  public TargetRefused(String sentence) {
    super(sentence);
  }
}
