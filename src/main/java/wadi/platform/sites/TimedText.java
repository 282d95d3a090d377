package wadi.platform.sites;

/** A text that can be read for so long and no longer: nothing else ends a search in it. */
final class TimedText implements CharSequence {
  /** How often the clock is looked at. */
  private static final int EVERY = 4_096;

  private final String text;
  private final Deadline deadline;
  private int read;

  TimedText(String text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++read % EVERY == 0 && deadline.isOver()) {
      throw new Over();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** The time was over before the end of the text. */
  static final class Over extends RuntimeException {
    private Over() {
      super("the time is over", null, false, false);
    }
  }
}
