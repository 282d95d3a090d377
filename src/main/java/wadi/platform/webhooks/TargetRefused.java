package wadi.platform.webhooks;

/** A URL that is not called; the message is a sentence for whoever gave it, and quotes no more of it than its host. */
public final class TargetRefused extends Exception {
  TargetRefused(String sentence) {
    super(sentence);
  }
}
