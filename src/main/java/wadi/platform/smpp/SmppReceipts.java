package wadi.platform.smpp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.Receipt;

/**
 * Delivery receipts as centres send them (SMPP 3.4, 5.2.12, 5.3.2.12, 5.3.2.35 and appendix B). Each is kept before it is acknowledged;
 * one that could not be is answered with ESME_RSYSERR, and the centre sends it again.
 */
final class SmppReceipts implements MessageReceiverListener {
  static final int AT_ONCE = 16;
  static final String PROVIDER = "smpp";

  private static final Logger LOG = LoggerFactory.getLogger(SmppReceipts.class);
  private static final int TYPE = 0x3C;
  private static final Pattern ID = Pattern.compile("(?:^|\\s)id:\\s*(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern STAT = Pattern.compile("\\bstat:\\s*([A-Za-z]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ERR = Pattern.compile("\\berr:\\s*(\\w+)", Pattern.CASE_INSENSITIVE);
  private static final String[] STATES = {"SCHEDULED", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD", "SKIPPED"};
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final ReceiptIds ids;
  private final Keeper keeper;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

  /** Keeps a receipt; it is kept when this returns. */
  interface Keeper {
    void keep(Receipt receipt);
  }

  SmppReceipts(ReceiptIds ids, Keeper keeper) {
    this.ids = ids;
    this.keeper = keeper;
  }

  @Override
  public void onAcceptDeliverSm(DeliverSm message) throws ProcessRequestException {
    Optional<Receipt> receipt = read(message);
    if (receipt.isEmpty()) {
      warn("a message from the centre is no receipt we can read; it is acknowledged and left");
      return;
    }
    if (!places.tryAcquire()) {
      throw new ProcessRequestException("more receipts at once than are kept", SMPPConstant.STAT_ESME_RMSGQFUL);
    }
    try {
      keeper.keep(receipt.get());
    } catch (RuntimeException e) {
      warn("a receipt could not be kept, because of " + e.getClass().getSimpleName() + "; the centre sends it again");
      throw new ProcessRequestException("the receipt could not be kept", SMPPConstant.STAT_ESME_RSYSERR);
    } finally {
      places.release();
    }
  }

  /** Empty when it is a message of a person, or says of no message what became of it. */
  private Optional<Receipt> read(DeliverSm message) {
    String text = text(message);
    Matcher id = ID.matcher(text);
    Matcher stat = STAT.matcher(text);
    Optional<String> named = id.find() ? Optional.of(id.group(1)) : Optional.empty();
    Optional<String> said = stat.find() ? Optional.of(stat.group(1)) : Optional.empty();
    if ((message.getEsmClass() & TYPE) == 0 && (named.isEmpty() || said.isEmpty())) {
      return Optional.empty();
    }
    Optional<String> name = octets(message, Tag.RECEIPTED_MESSAGE_ID).map(SmppReceipts::cString).filter(tlv -> !tlv.isBlank()).or(() -> named);
    Optional<String> state = octets(message, Tag.MESSAGE_STATE).filter(tlv -> tlv.length == 1 && tlv[0] >= 0 && tlv[0] < STATES.length)
        .map(tlv -> STATES[tlv[0]]).or(() -> said);
    if (name.isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    Matcher error = ERR.matcher(text);
    String word = state.get().toUpperCase(Locale.ROOT);
    return Optional.of(new Receipt(PROVIDER, ids.ofReceipt(name.get()), state(word), word + (error.find() ? " err:" + error.group(1) : ""), Instant.now()));
  }

  /** What the centre does not know may still arrive. */
  private static Receipt.State state(String word) {
    return switch (word) {
      case "DELIVRD" -> Receipt.State.DELIVERED;
      case "EXPIRED" -> Receipt.State.EXPIRED;
      case "UNDELIV", "REJECTD", "DELETED", "SKIPPED" -> Receipt.State.FAILED;
      default -> Receipt.State.UNDERWAY;
    };
  }

  private static String text(DeliverSm message) {
    byte[] octets = message.getShortMessage() == null || message.getShortMessage().length == 0
        ? octets(message, Tag.MESSAGE_PAYLOAD).orElse(new byte[0]) : message.getShortMessage();
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static Optional<byte[]> octets(DeliverSm message, Tag tag) {
    OptionalParameter parameter = message.getOptionalParameter(tag.code());
    if (parameter == null) {
      return Optional.empty();
    }
    byte[] whole = parameter.serialize(); // tag and length come first
    return Optional.of(Arrays.copyOfRange(whole, 4, whole.length));
  }

  private static String cString(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
  }

  private void warn(String what) {
    long now = System.nanoTime();
    long next = nextWarning.get();
    if (now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET_NANOS)) {
      LOG.warn("smpp: {}", what);
    }
  }

  @Override
  public void onAcceptAlertNotification(AlertNotification notification) {
    // we never ask for one
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm message, Session source) throws ProcessRequestException {
    throw new ProcessRequestException("data_sm is not used here", SMPPConstant.STAT_ESME_RINVCMDID);
  }
}
