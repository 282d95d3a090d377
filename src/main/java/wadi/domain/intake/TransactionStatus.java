package wadi.domain.intake;

import java.util.Arrays;

/** How far a transaction came; numbers and names are those of the original orders service. */
public enum TransactionStatus {
  TRANSACTION_PENDING(11),
  TRANSACTION_FRAUDULENT(12),
  TRANSACTION_ALERT_INITIATED(13),
  TRANSACTION_ALERT_ERROR(14),
  TRANSACTION_ALERT_DONE(15),
  TRANSACTION_PAYMENT_INITIATED(16),
  TRANSACTION_PAYMENT_ERROR(17),
  TRANSACTION_PAYMENT_COMPLETE(18);

  private final int code;

  TransactionStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** @throws IllegalArgumentException when there is none of this number */
  public static TransactionStatus of(int code) {
    return Arrays.stream(values()).filter(s -> s.code == code).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no transaction status " + code));
  }
}
