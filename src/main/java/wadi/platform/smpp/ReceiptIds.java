package wadi.platform.smpp;

import java.math.BigInteger;
import java.util.Locale;

/** How the message_id of a receipt is written, compared with that of the answer to submit_sm: some centres write it in another base. */
public enum ReceiptIds {
  /** In the same way. */
  SAME(0, 0),
  /** The answer is hexadecimal, the receipt decimal. */
  DECIMAL(16, 10),
  /** The answer is decimal, the receipt hexadecimal. */
  HEX(10, 16);

  private final int answer;
  private final int receipt;

  ReceiptIds(int answer, int receipt) {
    this.answer = answer;
    this.receipt = receipt;
  }

  /** Of the property's word. */
  static ReceiptIds of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The id of an answer, as receipts will write it. */
  public String ofAnswer(String id) {
    return this == SAME ? id.strip() : plain(id.strip(), answer);
  }

  /** The same for that of a receipt, which may have zeros before it. */
  public String ofReceipt(String id) {
    return this == SAME ? id.strip() : plain(id.strip(), receipt);
  }

  private String plain(String id, int base) {
    try {
      return new BigInteger(id, base).toString(receipt);
    } catch (NumberFormatException e) {
      return id; // the centre does not do what the property says; perhaps this one matches as it is
    }
  }
}
