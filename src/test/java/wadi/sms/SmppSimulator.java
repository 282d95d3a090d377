package wadi.sms;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import wadi.brokers.Ports;

/**
 * A short message centre on loopback (SMPP 3.4) with the faults of {@link SmsFaults}: it puts divided messages together again, sends receipts
 * until they are acknowledged, and writes down all it took. Written without the library Wadi uses, so that both can be wrong only once.
 *
 * <p>As a process of its own: {@code java -cp target/test-classes:target/classes:target/lib/* wadi.sms.SmppSimulator [PORT [CONTROL-PORT]]};
 * it prints {@code smpp PORT control PORT} when it listens, and is asked and told over HTTP as {@link SmsLog} says. System id and password
 * are {@code wadi} and {@code secret}; destinations in its control begin with a plus.
 */
public final class SmppSimulator implements AutoCloseable {
  static final String SYSTEM_ID = "wadi";
  static final String PASSWORD = "secret";

  /** For binds. */
  static final int NO_ANSWER = -1;

  private static final int OK = 0;
  private static final int RINVDSTADR = 0x0B;
  private static final int RINVPASWD = 0x0E;
  private static final int RMSGQFUL = 0x14;
  private static final int RTHROTTLED = 0x58;
  private static final long AGAIN_MILLIS = 300;
  private static final long BIND_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final SmsFaults faults = new SmsFaults();
  private final SmsLog log = new SmsLog(faults);
  private final Queue<String> next = new ArrayDeque<>();
  private final AtomicInteger ids = new AtomicInteger(1_000_000);
  private final AtomicInteger sequences = new AtomicInteger();
  private final AtomicInteger binds = new AtomicInteger();
  private final AtomicInteger enquiries = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Map<String, TreeMap<Integer, Piece>> pieces = new ConcurrentHashMap<>();
  private final Map<Integer, Sent> unacknowledged = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2, work -> {
    Thread thread = new Thread(work, "smpp-simulator-later");
    thread.setDaemon(true);
    return thread;
  });
  private final ServerSocketFactory sockets;
  private final int port;
  private volatile ServerSocket listening;
  private volatile int bindStatus;

  private record Piece(String id, byte[] octets) {}

  /** A receipt on its way. */
  private record Sent(String to, String word, byte[] body) {}

  public SmppSimulator() {
    this(Ports.free());
  }

  SmppSimulator(int port) {
    this(ServerSocketFactory.getDefault(), port);
  }

  /** @param sockets of TLS, for one that speaks nothing else */
  SmppSimulator(ServerSocketFactory sockets, int port) {
    this.sockets = sockets;
    listen(port);
    this.port = listening.getLocalPort();
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    SmppSimulator simulator = new SmppSimulator(args.length > 0 ? Integer.parseInt(args[0]) : 0);
    int control = simulator.log.control(args.length > 1 ? Integer.parseInt(args[1]) : 0, simulator::bound, simulator::hangUp);
    System.out.println("smpp " + simulator.port() + " control " + control);
    System.out.flush();
    Thread.currentThread().join();
  }

  public int port() {
    return port;
  }

  SmsFaults faults() {
    return faults;
  }

  SmsLog log() {
    return log;
  }

  int binds() {
    return binds.get();
  }

  int bound() {
    return (int) lines.stream().filter(line -> line.bound).count();
  }

  int enquiries() {
    return enquiries.get();
  }

  /** The most submits that were without an answer at the same time. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  /** What it does with the next submits, one after the other: {@code 0x00000058}, {@code hangs}, {@code hangs up}, or {@code nack}. */
  void does(String... actions) {
    synchronized (next) {
      next.clear();
      next.addAll(List.of(actions));
    }
  }

  /** From now on binds are refused so; 0: they are not. */
  void refuseBinds(int status) {
    bindStatus = status;
  }

  /** Ends every connection. */
  void hangUp() {
    lines.forEach(Line::close);
  }

  /** Refuses connections, or takes them again. */
  void listen(boolean open) {
    if (!open) {
      closeQuietly();
      hangUp();
    } else if (listening.isClosed()) {
      listen(port);
    }
  }

  private void closeQuietly() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen(int at) {
    try {
      ServerSocket socket = sockets.createServerSocket();
      socket.setReuseAddress(true);
      bind(socket, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at));
      listening = socket;
      Thread thread = new Thread(() -> accept(socket), "smpp-simulator");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that tries again while nobody listens may hold the port as its own for a moment. */
  private static void bind(ServerSocket socket, InetSocketAddress address) throws IOException {
    long last = System.nanoTime() + BIND_NANOS;
    while (true) {
      try {
        socket.bind(address);
        return;
      } catch (BindException e) {
        if (System.nanoTime() > last) {
          throw e;
        }
        LockSupport.parkNanos(BIND_NANOS / 1000);
      }
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Line line = new Line(socket.accept());
        lines.add(line);
        Thread thread = new Thread(line::serve, "smpp-simulator-line");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // it no longer listens
    }
  }

  /** One connection. */
  private final class Line {
    private final Socket socket;
    private final DataOutputStream out;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean bound;
    private volatile boolean receives;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      this.out = new DataOutputStream(socket.getOutputStream());
      socket.setTcpNoDelay(true);
    }

    void serve() {
      try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
        while (true) {
          take(Pdu.read(in));
        }
      } catch (IOException e) {
        close();
      }
    }

    private void take(Pdu pdu) throws IOException {
      switch (pdu.command()) {
        case Pdu.BIND_TRANSCEIVER, Pdu.BIND_TRANSMITTER, Pdu.BIND_RECEIVER -> bind(pdu);
        case Pdu.ENQUIRE_LINK -> {
          enquiries.incrementAndGet();
          pdu.answer(OK).write(out);
        }
        case Pdu.UNBIND -> {
          pdu.answer(OK).write(out);
          close();
        }
        case Pdu.SUBMIT_SM -> submit(pdu);
        case Pdu.DELIVER_SM | Pdu.RESPONSE -> acknowledged(pdu);
        case Pdu.ENQUIRE_LINK | Pdu.RESPONSE -> { }
        default -> new Pdu(Pdu.GENERIC_NACK, 3, pdu.sequence(), new byte[0]).write(out);
      }
    }

    private void bind(Pdu pdu) throws IOException {
      Pdu.Fields fields = pdu.fields();
      boolean known = fields.text().equals(SYSTEM_ID) && fields.text().equals(PASSWORD);
      int status = bindStatus != 0 ? bindStatus : known ? OK : RINVPASWD;
      if (status == OK) {
        bound = true;
        receives = pdu.command() != Pdu.BIND_TRANSMITTER;
        binds.incrementAndGet();
      }
      if (status == NO_ANSWER) {
        return;
      }
      pdu.answer(status, new Pdu.Body().text("simulator").done()).write(out);
    }

    private void submit(Pdu pdu) throws IOException {
      String action;
      synchronized (next) {
        action = next.isEmpty() ? "" : next.remove();
      }
      int status = action.startsWith("0x") ? Integer.parseInt(action.substring(2), 16) : faults.strikes("throttled") ? RTHROTTLED
          : faults.strikes("full") ? RMSGQFUL : faults.strikes("refused") ? RINVDSTADR : OK;
      if (status != OK) {
        pdu.answer(status).write(out);
      } else if (action.equals("nack")) {
        new Pdu(Pdu.GENERIC_NACK, 3, pdu.sequence(), new byte[0]).write(out);
      } else if (faults.strikes("lost")) {
        close();
      } else {
        String id = Integer.toString(ids.incrementAndGet());
        boolean early = faults.strikes("early");
        Runnable receipts = keep(pdu, id);
        if (early) {
          receipts.run();
        }
        if (action.equals("hangs up") || faults.strikes("drop")) {
          close();
        } else if (!action.equals("hangs") && !faults.strikes("silent")) {
          answerLater(pdu, id);
        }
        if (!early) {
          later.schedule(receipts, faults.value("delay"), TimeUnit.MILLISECONDS);
        }
      }
    }

    private void answerLater(Pdu pdu, String id) throws IOException {
      mostAtOnce.accumulateAndGet(open.incrementAndGet(), Math::max);
      Pdu answer = pdu.answer(OK, new Pdu.Body().text(id).done());
      if (faults.value("slow") == 0) {
        open.decrementAndGet();
        answer.write(out);
      } else {
        later.schedule(() -> {
          open.decrementAndGet();
          write(answer);
        }, faults.value("slow"), TimeUnit.MILLISECONDS);
      }
    }

    /** Returns what sends the receipt of this part. */
    private Runnable keep(Pdu pdu, String id) {
      Pdu.Fields fields = pdu.fields();
      fields.text();
      fields.octets(2);
      String from = fields.text();
      fields.octets(2);
      String to = "+" + fields.text();
      boolean header = (fields.number() & 0x40) != 0;
      fields.octets(2);
      fields.text();
      fields.text();
      boolean wanted = (fields.number() & 3) == 1;
      fields.octets(1);
      int dataCoding = fields.number();
      fields.octets(1);
      byte[] octets = fields.octets(fields.number());
      String word = faults.strikes("failed") ? "UNDELIV" : faults.strikes("expired") ? "EXPIRED" : "DELIVRD";
      if (!header) {
        log.took(new SmsLog.Message(to, from, text(dataCoding, octets), List.of(id), dataCoding, HexFormat.of().formatHex(octets), List.of(word)));
      } else {
        together(to + " " + from + " " + octets[3] + " " + octets[4], octets, id, dataCoding, to, from, word);
      }
      boolean mute = !wanted || faults.strikes("mute");
      boolean twice = faults.strikes("repeated");
      return () -> {
        if (!mute) {
          report(id, to, word);
          if (twice) {
            report(id, to, word);
          }
        }
      };
    }

    private void together(String key, byte[] octets, String id, int dataCoding, String to, String from, String word) {
      TreeMap<Integer, Piece> known = pieces.computeIfAbsent(key, k -> new TreeMap<>());
      synchronized (known) {
        known.put((int) octets[5], new Piece(id, octets));
        if (known.size() == octets[4]) {
          ByteArrayOutputStream whole = new ByteArrayOutputStream();
          List<String> all = new ArrayList<>();
          known.values().forEach(piece -> {
            whole.write(piece.octets(), 6, piece.octets().length - 6);
            all.add(piece.id());
          });
          pieces.remove(key);
          log.took(new SmsLog.Message(to, from, text(dataCoding, whole.toByteArray()), all, dataCoding, HexFormat.of().formatHex(whole.toByteArray()), List.of(word)));
        }
      }
    }

    private void acknowledged(Pdu pdu) {
      Sent sent = unacknowledged.remove(pdu.sequence());
      if (sent != null && pdu.status() == OK) {
        log.acknowledged(sent.to(), Map.of("DELIVRD", "delivered", "EXPIRED", "expired").getOrDefault(sent.word(), "failed"));
      } else if (sent != null) {
        later.schedule(() -> send(sent), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    boolean write(Pdu pdu) {
      try {
        pdu.write(out);
        return true;
      } catch (IOException e) {
        close();
        return false;
      }
    }

    void close() {
      bound = false;
      lines.remove(this);
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone
      }
    }
  }

  /** A receipt for any id, also one that nobody was given. */
  void report(String id, String to, String word) {
    String text = "id:%s sub:001 dlvrd:%s submit date:2611221200 done date:2611221201 stat:%s err:%s text:".formatted(id, word.equals("DELIVRD") ? "001" : "000",
        word, word.equals("DELIVRD") ? "000" : "021");
    send(new Sent(to, word, new Pdu.Body().text("").number(1).number(1).text(to.substring(1)).number(5).number(0).text("wadi").number(4).number(0).number(0)
        .text("").text("").number(0).number(0).number(0).number(0).number(text.length()).octets(text.getBytes(StandardCharsets.ISO_8859_1)).done()));
  }

  /** Over any bind that receives; while there is none, again later, and until it is acknowledged. */
  private void send(Sent sent) {
    int sequence = sequences.incrementAndGet();
    unacknowledged.put(sequence, sent);
    boolean written = lines.stream().filter(line -> line.bound && line.receives).findFirst()
        .map(line -> line.write(new Pdu(Pdu.DELIVER_SM, OK, sequence, sent.body()))).orElse(false);
    later.schedule(() -> {
      if (unacknowledged.remove(sequence) != null) {
        send(sent);
      }
    }, written ? 20 * AGAIN_MILLIS : AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Receipts that nobody has acknowledged yet. */
  int unacknowledged() {
    return unacknowledged.size();
  }

  private static String text(int dataCoding, byte[] octets) {
    return dataCoding == 8 ? new String(octets, StandardCharsets.UTF_16BE) : GsmText.read(octets);
  }

  @Override
  public void close() {
    listen(false);
    later.shutdownNow();
    log.close();
  }
}
