package wadi.platform.smpp;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/**
 * One connection to a centre, bound. JSMPP does not wake who waits for an answer when the connection is lost, so each submit waits on a
 * thread of its own for whichever comes first.
 */
final class SmppBind {
  /** An answer that was read before the connection ended may still be on its way through JSMPP. */
  private static final long LAST_ANSWERS_MILLIS = 200;
  private static final long MARGIN_MILLIS = 2_000;
  private static final long FAREWELL_MILLIS = 1_000;
  private static final int READERS = SmppReceipts.AT_ONCE + 4;
  private static final int QUEUE = 10_000;

  private final SmppAccount account;
  private final SMPPSession session;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final ExecutorService submits = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "smpp-submit");
    thread.setDaemon(true);
    return thread;
  });

  private SmppBind(SmppAccount account, SMPPSession session) {
    this.account = account;
    this.session = session;
  }

  /** @throws SmppFault of the kind UNBOUND */
  static SmppBind open(SmppAccount account, SmppReceipts receipts) throws SmppFault {
    SMPPSession session = new SMPPSession(new SmppSocket(account));
    session.setEnquireLinkTimer(SmppSocket.millis(account.enquireLink()));
    session.setTransactionTimer(account.timeout().toMillis());
    session.setPduProcessorDegree(READERS);
    session.setQueueCapacity(QUEUE);
    session.setMessageReceiverListener(receipts);
    SmppBind bind = new SmppBind(account, session);
    session.addSessionStateListener((state, before, source) -> {
      if (state == SessionState.CLOSED) {
        bind.lost.complete(null);
      }
    });
    try {
      session.connectAndBind(account.host(), account.port(), new BindParameter(account.receipts() ? BindType.BIND_TRX : BindType.BIND_TX, account.systemId(),
          account.password(), account.systemType(), TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, "", InterfaceVersion.IF_34), account.timeout().toMillis());
      return bind;
    } catch (IOException e) {
      bind.close();
      throw unbound(e);
    }
  }

  private static SmppFault unbound(IOException failure) {
    if (failure.getCause() instanceof NegativeResponseException no) {
      return new SmppFault(SmppFault.Kind.UNBOUND, no.getCommandStatus(), "the centre refuses the bind");
    }
    boolean silent = failure.getCause() instanceof ResponseTimeoutException;
    boolean invalid = failure.getCause() instanceof PDUException || failure.getCause() instanceof InvalidResponseException;
    return new SmppFault(SmppFault.Kind.UNBOUND, SmppFault.NO_STATUS, silent ? "no answer to the bind" : invalid ? "the answer to the bind cannot be read"
        : "no connection: " + failure.getMessage());
  }

  /** The centre's name for it. */
  String submit(SmppPart part) throws SmppFault {
    CompletableFuture<String> answer = new CompletableFuture<>();
    submits.execute(() -> {
      try {
        answer.complete(account.ids().ofAnswer(send(part)));
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      CompletableFuture.anyOf(answer, lost).get(account.timeout().toMillis() + MARGIN_MILLIS, TimeUnit.MILLISECONDS);
      return answer.get(LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw fault(e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new SmppFault(SmppFault.Kind.UNANSWERED, SmppFault.NO_STATUS, lost.isDone() ? "the connection was lost" : "no reply in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SmppFault(SmppFault.Kind.UNANSWERED, SmppFault.NO_STATUS, "interrupted while waiting for the answer");
    }
  }

  private String send(SmppPart part) throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException, IOException {
    SmppAddress source = account.source();
    return session.submitShortMessage(account.serviceType(), TypeOfNumber.valueOf((byte) source.ton()), NumberingPlanIndicator.valueOf((byte) source.npi()),
        source.address(), TypeOfNumber.valueOf((byte) account.destinationTon()), NumberingPlanIndicator.valueOf((byte) account.destinationNpi()),
        part.recipient(), new ESMClass(part.header() ? 0x40 : 0), (byte) 0, (byte) 0, null, account.validity().isEmpty() ? null : account.validity(),
        account.receipts() ? new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE) : new RegisteredDelivery(), (byte) 0,
        new RawDataCoding((byte) part.dataCoding()), (byte) 0, part.octets()).getMessageId();
  }

  /** What failed to be written was not read by anybody. */
  private SmppFault fault(Throwable failure) {
    if (failure instanceof NegativeResponseException no) {
      return new SmppFault(SmppFault.Kind.REFUSED, no.getCommandStatus(), "the centre refuses it");
    }
    if (failure instanceof IOException) {
      return new SmppFault(SmppFault.Kind.UNBOUND, SmppFault.NO_STATUS, "the connection was lost before it was sent");
    }
    if (failure instanceof PDUException) {
      return new SmppFault(SmppFault.Kind.REFUSED, 0x01, failure.getMessage());
    }
    return new SmppFault(SmppFault.Kind.UNANSWERED, SmppFault.NO_STATUS,
        failure instanceof ResponseTimeoutException ? lost.isDone() ? "the connection was lost" : "no reply in time" : "the answer cannot be read");
  }

  /** Waits until the connection is lost. */
  void awaitLoss() throws InterruptedException {
    try {
      lost.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says so to the centre, and ends. */
  void close() {
    session.setTransactionTimer(FAREWELL_MILLIS);
    session.unbindAndClose();
    lost.complete(null);
    submits.shutdownNow();
  }
}
