package wadi.camel.delivery;

import java.util.Arrays;
import java.util.Optional;

/**
 * What Africa's Talking says of one recipient: {@code statusCode} and {@code status} of its reply
 * (https://developers.africastalking.com/docs/sms/sending/bulk).
 */
enum AfricasTalkingStatus {
  PROCESSED(100, "Processed", Meaning.TAKEN),
  SENT(101, "Sent", Meaning.TAKEN),
  QUEUED(102, "Queued", Meaning.TAKEN),
  RISK_HOLD(401, "RiskHold", Meaning.REFUSED),
  INVALID_SENDER_ID(402, "InvalidSenderId", Meaning.OURS),
  INVALID_PHONE_NUMBER(403, "InvalidPhoneNumber", Meaning.REFUSED),
  UNSUPPORTED_NUMBER_TYPE(404, "UnsupportedNumberType", Meaning.REFUSED),
  INSUFFICIENT_BALANCE(405, "InsufficientBalance", Meaning.OURS),
  USER_IN_BLACKLIST(406, "UserInBlacklist", Meaning.REFUSED),
  COULD_NOT_ROUTE(407, "CouldNotRoute", Meaning.REFUSED),
  DO_NOT_DISTURB_REJECTION(409, "DoNotDisturbRejection", Meaning.REFUSED),
  INTERNAL_SERVER_ERROR(500, "InternalServerError", Meaning.PASSING),
  GATEWAY_ERROR(501, "GatewayError", Meaning.PASSING),
  REJECTED_BY_GATEWAY(502, "RejectedByGateway", Meaning.PASSING);

  private enum Meaning { TAKEN, PASSING, REFUSED, OURS }

  private final int code;
  private final String word;
  private final Meaning meaning;

  AfricasTalkingStatus(int code, String word, Meaning meaning) {
    this.code = code;
    this.word = word;
    this.meaning = meaning;
  }

  static Optional<AfricasTalkingStatus> ofCode(int code) {
    return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
  }

  /** Also said in the reply's Message, when it has no recipients. */
  static Optional<AfricasTalkingStatus> ofWord(String word) {
    return Arrays.stream(values()).filter(s -> s.word.equals(word.strip())).findFirst();
  }

  /** Returns when it was taken; throws what becomes of it otherwise. */
  void orThrow() {
    switch (meaning) {
      case TAKEN -> { }
      case PASSING -> throw new SendDeferred(toString());
      case REFUSED -> throw new SendRefused(toString());
      default -> throw new SendMisconfigured(toString());
    }
  }

  @Override
  public String toString() {
    return "statusCode " + code + " " + word;
  }
}
