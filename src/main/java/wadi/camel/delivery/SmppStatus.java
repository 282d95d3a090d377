package wadi.camel.delivery;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What a short message centre says no with: command_status (SMPP 3.4, 5.1.3). */
enum SmppStatus {
  ESME_RINVMSGLEN(0x01, Meaning.REFUSED),
  ESME_RINVCMDLEN(0x02, Meaning.OURS),
  ESME_RINVCMDID(0x03, Meaning.OURS),
  ESME_RINVBNDSTS(0x04, Meaning.BUSY),
  ESME_RALYBND(0x05, Meaning.BUSY),
  ESME_RINVPRTFLG(0x06, Meaning.OURS),
  ESME_RINVREGDLVFLG(0x07, Meaning.OURS),
  ESME_RSYSERR(0x08, Meaning.BUSY),
  ESME_RINVSRCADR(0x0A, Meaning.OURS),
  ESME_RINVDSTADR(0x0B, Meaning.REFUSED),
  ESME_RBINDFAIL(0x0D, Meaning.OURS),
  ESME_RINVPASWD(0x0E, Meaning.OURS),
  ESME_RINVSYSID(0x0F, Meaning.OURS),
  ESME_RMSGQFUL(0x14, Meaning.THROTTLED),
  ESME_RINVSERTYP(0x15, Meaning.OURS),
  ESME_RINVESMCLASS(0x43, Meaning.OURS),
  ESME_RSUBMITFAIL(0x45, Meaning.PASSING),
  ESME_RINVSRCTON(0x48, Meaning.OURS),
  ESME_RINVSRCNPI(0x49, Meaning.OURS),
  ESME_RINVDSTTON(0x50, Meaning.OURS),
  ESME_RINVDSTNPI(0x51, Meaning.OURS),
  ESME_RINVSYSTYP(0x53, Meaning.OURS),
  ESME_RTHROTTLED(0x58, Meaning.THROTTLED),
  ESME_RINVSCHED(0x61, Meaning.OURS),
  ESME_RINVEXPIRY(0x62, Meaning.OURS),
  ESME_RX_T_APPN(0x64, Meaning.PASSING),
  ESME_RX_P_APPN(0x65, Meaning.REFUSED),
  ESME_RX_R_APPN(0x66, Meaning.REFUSED),
  ESME_ROPTPARNOTALLWD(0xC1, Meaning.OURS),
  ESME_RDELIVERYFAILURE(0xFE, Meaning.PASSING),
  ESME_RUNKNOWNERR(0xFF, Meaning.PASSING),
  ESME_RINVDCS(0x104, Meaning.OURS);

  /** Centres that want less say so for a second at a time. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private enum Meaning { PASSING, BUSY, THROTTLED, REFUSED, OURS }

  private final int code;
  private final Meaning meaning;

  SmppStatus(int code, Meaning meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  static Optional<SmppStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /** Whether the centre wants less of it, which the next moment may mend. */
  boolean wantsPatience() {
    return meaning == Meaning.THROTTLED;
  }

  /** What becomes of the message. */
  RuntimeException verdict(String where) {
    String reason = where + this;
    return switch (meaning) {
      case PASSING -> new SendDeferred(reason);
      case BUSY -> new SendDeferred(reason, true, Optional.empty());
      case THROTTLED -> new SendDeferred(reason, true, Optional.of(PAUSE));
      case REFUSED -> new SendRefused(reason);
      default -> new SendMisconfigured(reason);
    };
  }
}
