package wadi.runtime.spec;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.slf4j.MDC;
import wadi.camel.UnusableMessage;
import wadi.camel.fraud.Explanation;
import wadi.camel.fraud.Glimpse;
import wadi.camel.fraud.RuleBook;
import wadi.camel.fraud.VerdictMember;
import wadi.domain.alerting.Silence;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.WhenUncounted;
import wadi.platform.CardKey;
import wadi.platform.Faults;
import wadi.platform.Settings;
import wadi.platform.http.Problem;
import wadi.platform.ops.Unexplainable;
import wadi.platform.ports.Silences;
import wadi.platform.ports.Velocity;
import wadi.runtime.Snapshot;

/**
 * Says of one message at a time what would become of it, and why: it goes its whole way through the routes of a snapshot, in a
 * twin where nothing is counted, stored or sent.
 */
public final class Explainer implements AutoCloseable {
  private static final String TRANSPORT = "explain";
  private static final String ALERTS = "outbox:alerts";

  private final CompletableFuture<RuleBook> rules;
  private final Settings settings;
  private final World world;
  private final WhenUncounted otherwise;
  private final MessageReader reader;
  private final Trail trail = new Trail();
  private final Glimpse velocity;
  private final Twin twin;

  /**
   * What is taken from the world as it is.
   *
   * @param velocity is only looked at
   * @param notes what people must know who read an explanation from here
   * @param ports more that are asked as they are, by name; they must not write
   */
  public record World(CardKey cardKey, Velocity velocity, Clock clock, List<String> notes, Map<String, Object> ports) {
    /** Nothing else. */
    public World(CardKey cardKey, Velocity velocity, Clock clock, List<String> notes) {
      this(cardKey, velocity, clock, notes, Map.of());
    }
  }

  /**
   * Builds its twin, which takes about a second.
   *
   * @param rules of these files, perhaps still being compiled
   * @throws wadi.camel.files.InvalidFiles when no generation could be made of these files
   */
  public Explainer(Snapshot snapshot, Settings settings, CompletableFuture<RuleBook> rules, World world) {
    this.rules = rules;
    this.settings = settings;
    this.world = world;
    this.otherwise = WhenUncounted.of(settings.choice("fraud.velocity.when-unavailable", "pass", "review", "hold"));
    this.reader = new MessageReader(settings);
    this.velocity = new Glimpse(world.velocity());
    try (MDC.MDCCloseable quiet = Twins.quiet()) {
      this.twin = Twin.build(snapshot, settings, new Twin.Whole(ports(), trail), rules);
    }
  }

  private Map<String, Object> ports() {
    Map<String, Object> ports = new LinkedHashMap<>(world.ports());
    ports.put("cardKey", world.cardKey());
    ports.put("velocity", velocity);
    return ports;
  }

  /**
   * The explanation, in JSON's types, as docs/ops-api.md describes it.
   *
   * @param message as it is sent, in JSON
   * @throws Unexplainable when it is neither a transaction nor an alert
   */
  public synchronized Map<String, Object> explain(String message) {
    try (MDC.MDCCloseable quiet = Twins.quiet()) {
      trail.begin();
      MessageReader.Message read = reader.read(message, world.cardKey());
      return read.isTransaction() ? ofTransaction(read, message) : ofAlert(read);
    }
  }

  private Map<String, Object> ofTransaction(MessageReader.Message message, String text) {
    Instant now = world.clock().instant();
    Explanation explanation = rules.join().explain(message.content(), message.cards(), velocity, now, otherwise);
    Departures departures = new Departures();
    Exchange end = feed("accept-transaction", text, now, Map.of("fraud-http:*", List.of(reply(explanation.verdict()))), departures);
    Verdict verdict = end.getVariable("verdict") instanceof Verdict given ? given : explanation.verdict();
    Optional<Map<String, Object>> alert = departures.body(ALERTS);
    alert.ifPresent(raised -> feed("accept-alert", Plain.write(raised), now, Map.of(), departures));
    return answer(message, explanation.rules(), Optional.of(verdict), alert, departures, modeNotes());
  }

  private Map<String, Object> ofAlert(MessageReader.Message message) {
    Departures departures = new Departures();
    feed("accept-alert", Plain.write(message.raw()), world.clock().instant(), Map.of(), departures);
    return answer(message, List.of(), Optional.empty(), Optional.of(message.content()), departures, List.of());
  }

  /** What a fraud check service would answer that had the rules of this one. */
  private static Answer reply(Verdict verdict) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("code", 200);
    reply.put("message", Map.of("isFraud", verdict.fraudulent()));
    reply.put("verdict", VerdictMember.write(verdict));
    Answer well = Answer.DEFAULT;
    return new Answer(0, Optional.of(Plain.write(reply)), well.headers(), well.variables(), well.returns(), well.fails(), well.slow());
  }

  private Exchange feed(String id, String body, Instant now, Map<String, List<Answer>> answers, Departures departures) {
    Route route = twin.route(id).orElseThrow(() -> new Unexplainable("there is no route " + id + " in these files"));
    Exchange end = twin.feed(route, new Given(body, Map.of(), Map.of("transport", TRANSPORT), Map.of(), now, Map.of(), answers, Optional.empty()));
    departures.add(twin.left());
    for (Throwable failure = end.getException(); failure != null; failure = failure.getCause()) {
      if (failure instanceof UnusableMessage unusable) {
        throw new Unexplainable("is " + unusable.what() + ": " + String.join("; ", unusable.errors().stream().map(Explainer::words).toList()));
      }
    }
    if (end.getException() != null) {
      departures.note("The route " + id + " could not finish: " + Faults.nameOf(end.getException()) + ". What is said below is only what came before.");
    }
    silence(end, now).ifPresent(silence -> departures.note("Nobody would be told: " + silence.inWords() + "."));
    return end;
  }

  private Optional<Silence> silence(Exchange end, Instant now) {
    Object by = end.getMessage().getBody() instanceof Map<?, ?> alert ? alert.get("silencedBy") : null;
    return by instanceof Long id && world.ports().get("silences") instanceof Silences silences
        ? silences.current(now).stream().filter(silence -> silence.id() == id).findFirst() : Optional.empty();
  }

  private static String words(Problem.At error) {
    return error.pointer().isEmpty() ? "it " + error.detail() : error.pointer() + " " + error.detail();
  }

  private Map<String, Object> answer(MessageReader.Message message, List<Explanation.OfRule> said, Optional<Verdict> verdict,
      Optional<Map<String, Object>> alert, Departures departures, List<String> modes) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("transaction", message.isTransaction() ? message.content() : null);
    answer.put("rules", said.stream().map(Explainer::write).toList());
    answer.put("verdict", verdict.map(VerdictMember::write).orElse(null));
    answer.put("alert", alert.orElse(null));
    answer.put("routes", trail.passes().stream().map(Explainer::write).toList());
    answer.put("deliveries", departures.deliveries());
    List<String> notes = new ArrayList<>(message.isTransaction() ? world.notes() : List.of());
    notes.addAll(modes);
    notes.addAll(departures.notes());
    answer.put("notes", notes);
    return answer;
  }

  private List<String> modeNotes() {
    return switch (settings.text("fraud.mode")) {
      case "remote" -> List.of("fraud.mode is remote: the service at fraud.remote.url would be asked, and was not. This is what the rules here say.");
      case "sample" -> List.of("fraud.mode is sample: the rules are not asked, and every tenth transaction is held. This is one of the other nine.");
      default -> List.of();
    };
  }

  private static Map<String, Object> write(Explanation.OfRule rule) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("id", rule.id());
    member.put("description", rule.description());
    member.put("answer", rule.answer().word());
    member.put("effect", rule.effect());
    member.put("reason", rule.reason());
    member.put("shadow", rule.shadow());
    member.put("when", rule.when());
    member.put("values", rule.values());
    member.put("because", rule.because());
    return member;
  }

  private static Map<String, Object> write(Trail.Pass pass) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("route", pass.route());
    member.put("branches", pass.ways().stream().map(Explainer::write).toList());
    return member;
  }

  private static Map<String, Object> write(Trail.Way way) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("step", way.step());
    member.put("id", way.id());
    member.put("when", way.when());
    member.put("asked", way.asked());
    member.put("taken", way.taken());
    member.put("values", way.values());
    return member;
  }

  @Override
  public void close() {
    try (MDC.MDCCloseable quiet = Twins.quiet()) {
      twin.close();
    }
  }
}
