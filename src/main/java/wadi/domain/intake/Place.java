package wadi.domain.intake;

/**
 * Where in the message we are: below a field that names a card, below the payment, or neither.
 *
 * @param kind the strongest name above: CARD outweighs ACCOUNT outweighs PLAIN
 */
record Place(FieldKind kind, boolean payment) {
  /** Rank of a card that was recognised by its digits alone. */
  static final int BY_PATTERN = 4;
  /** Added to the rank of a value whose digits do not read as one number. */
  static final int ODD = 10;
  static final Place TOP = new Place(FieldKind.PLAIN, false);

  Place below(String name, FieldKind named) {
    FieldKind strongest = named.compareTo(kind) > 0 ? named : kind;
    boolean inPayment = payment || FieldKind.speaksOfPayment(name);
    return strongest == kind && inPayment == payment ? this : new Place(strongest, inPayment);
  }

  boolean namesCard() {
    return kind != FieldKind.PLAIN;
  }

  /** The lower, the earlier in the list of cards: the payment's card before other cards before mere accounts. */
  int rank() {
    if (!namesCard()) return BY_PATTERN;
    return (payment ? 0 : 2) + (kind == FieldKind.CARD ? 0 : 1);
  }
}
