package wadi.cli.backtest;

/** Why a line cannot be judged, in words without anything of its contents that might be a card number. */
final class UnreadableRow extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableRow(String message) {
    super(message, null, false, false);
  }
}
