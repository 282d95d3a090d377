package wadi.routes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wadi.domain.alerting.Silence;
import wadi.platform.CardKeys;
import wadi.platform.ports.AlertJournal;
import wadi.platform.ports.AlertStorms;
import wadi.platform.ports.DeadLetters;
import wadi.platform.ports.Ids;
import wadi.platform.ports.JournalEntry;
import wadi.platform.ports.Ports;
import wadi.platform.ports.SeenMessages;
import wadi.platform.ports.Silences;
import wadi.platform.ports.TransactionJournal;
import wadi.platform.velocity.InProcessVelocity;

/**
 * The ports of the platform on lists in memory, with transactions that roll them back. A port that has no stand-in here
 * may be handed to a bean; who uses it is told which one is missing.
 */
final class InMemoryPorts {
  record RaisedAlert(long id, Long transactionId, String severity, boolean inTransaction) {}

  record ParkedMessage(String source, String reason, String preview) {}

  private final List<JournalEntry> transactions = new ArrayList<>();
  private final List<RaisedAlert> alerts = new ArrayList<>();
  private final List<ParkedMessage> parked = new ArrayList<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final CountedTransactions database = new CountedTransactions(this::remember);
  private final Map<String, Object> standIns = new HashMap<>();
  private RuntimeException fault;

  InMemoryPorts() {
    AtomicLong last = new AtomicLong();
    standIns.put("clock", Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
    standIns.put("stopwatch", (LongSupplier) System::nanoTime);
    standIns.put("cardKey", CardKeys.ofZeros());
    standIns.put("sampleChecks", new AtomicLong());
    standIns.put("velocity", new InProcessVelocity(1_000, new SimpleMeterRegistry()));
    standIns.put("meters", new SimpleMeterRegistry());
    standIns.put("ids", (Ids) last::incrementAndGet);
    standIns.put("transactions", (TransactionJournal) this::write);
    standIns.put("alerts", (AlertJournal) (id, transactionId, kind, severity, raisedAt, body) ->
        alerts.add(new RaisedAlert(id, transactionId, severity, TransactionSynchronizationManager.isActualTransactionActive())));
    standIns.put("alertStorms", new Lull());
    standIns.put("silences", new Quiet());
    standIns.put("seenMessages", new Seen());
    standIns.put("deadLetters", (DeadLetters) letter -> parked.add(new ParkedMessage(letter.source(), letter.reason(), letter.preview())));
    standIns.put("databaseTransactions", database);
    standIns.put("brokerTransactions", new CountedTransactions(() -> () -> {}));
  }

  Ports ports() {
    return standIn(Ports.class, "ports", standIns);
  }

  List<JournalEntry> transactions() {
    return transactions;
  }

  List<RaisedAlert> alerts() {
    return alerts;
  }

  List<ParkedMessage> parked() {
    return parked;
  }

  CountedTransactions database() {
    return database;
  }

  /** From now on everything written to the database fails so; null makes it work again. */
  void failWith(RuntimeException fault) {
    this.fault = fault;
  }

  void forget() {
    transactions.clear();
    alerts.clear();
    parked.clear();
    seen.clear();
    database.forget();
    fault = null;
  }

  private void write(JournalEntry entry) {
    failIfTold();
    transactions.add(entry);
  }

  private void failIfTold() {
    if (fault != null) {
      throw fault;
    }
  }

  private Runnable remember() {
    List<JournalEntry> transactionsBefore = List.copyOf(transactions);
    List<RaisedAlert> alertsBefore = List.copyOf(alerts);
    Set<String> seenBefore = Set.copyOf(seen);
    return () -> {
      transactions.retainAll(transactionsBefore);
      alerts.retainAll(alertsBefore);
      seen.retainAll(seenBefore);
    };
  }

  private static <T> T standIn(Class<T> port, String path, Map<String, Object> known) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
      if (method.getDeclaringClass() == Object.class) {
        return object(proxy, path, method, arguments);
      }
      Object found = known.get(method.getName());
      return found == null ? unknown(path, method) : found;
    }));
  }

  private static Object unknown(String path, Method method) {
    if (path.equals("ports") && method.getReturnType().isInterface()) {
      return standIn(method.getReturnType(), "ports." + method.getName() + "()", Map.of());
    }
    throw new UnsupportedOperationException("InMemoryPorts has no stand-in for " + path + "." + method.getName() + "(); give it one");
  }

  private static Object object(Object proxy, String path, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> path.hashCode();
      default -> path;
    };
  }

  /** No silence is on. */
  private static final class Quiet implements Silences {
    @Override
    public List<Silence> current(Instant now) {
      return List.of();
    }

    @Override
    public void mark(long alertId, long silenceId) {
      throw new IllegalStateException("no silence is on");
    }
  }

  /** Each alert is sent. */
  private static final class Lull implements AlertStorms {
    @Override
    public Folding fold(Storm storm, String severity, long alertId, Instant now, Duration repeatAfter) {
      return new Folding(null, 0, null);
    }

    @Override
    public List<Storm> due(Instant now) {
      return List.of();
    }

    @Override
    public Optional<Summary> end(Storm storm, long alertId, Instant now, Duration repeatAfter) {
      return Optional.empty();
    }
  }

  private final class Seen implements SeenMessages {
    @Override
    public boolean isFirst(String source, String identity) {
      failIfTold();
      return seen.add(source + " " + identity);
    }

    @Override
    public boolean contains(String source, String identity) {
      return seen.contains(source + " " + identity);
    }
  }
}
