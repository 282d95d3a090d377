package wadi.platform.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import wadi.domain.alerting.Matcher;
import wadi.domain.alerting.Silence;
import wadi.platform.postgres.AuditTable;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.silences.Matching;

/** Alerts that nobody is told of for a while: docs/silences.md. */
final class SilenceResources {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Database database;
  private final SilenceTable silences;
  private final AuditTable audit;
  private final Clock clock;

  SilenceResources(Database database, Clock clock) {
    this.database = database;
    this.silences = new SilenceTable(database);
    this.audit = new AuditTable(database);
    this.clock = clock;
  }

  void mount(Resources resources) {
    resources.on(HttpMethod.GET, "/ops/silences", this::list)
        .on(HttpMethod.POST, "/ops/silences", this::add)
        .on(HttpMethod.DELETE, "/ops/silences/:id", this::end);
  }

  private String list(RoutingContext request) {
    Parameters query = new Parameters(request, "all", "limit", "cursor");
    boolean all = "true".equals(query.choice("all", List.of("true", "false")));
    return JsonText.page("silences", silences.list(all, now(), query.before(), query.limit()));
  }

  private String add(RoutingContext request) {
    Parameters query = new Parameters(request, "match", "from", "until", "for", "reason");
    Actor actor = reasoned(query, "say why nobody is to be told.");
    Instant from = query.instant("from") == null ? now() : query.instant("from");
    Instant until = until(query, from);
    Silence wanted = new Silence(0, matchers(query.text("match")), from, until, actor.reason(), actor.who());
    long[] id = new long[1];
    database.inTransaction(() -> {
      id[0] = silences.add(wanted);
      audit.write(actor, "silence", "silence/" + id[0], "until " + until);
    });
    return JsonText.of(Map.of("id", id[0], "from", from.toString(), "until", until.toString()));
  }

  /** Of one that nobody can have meant, such as of everything, or for ever, more harm comes than good. */
  private Instant until(Parameters query, Instant from) {
    Instant end = query.instant("until");
    Long seconds = query.id("for");
    if ((end == null) == (seconds == null)) {
      throw Refusal.badRequest("Say how long: either for, in seconds, or until.");
    }
    if (seconds != null && seconds > LONGEST.toSeconds()) {
      throw tooLong();
    }
    Instant until = end == null ? from.plusSeconds(seconds) : end;
    if (!until.isAfter(from) || !until.isAfter(now())) {
      throw Refusal.badRequest("A silence must end after it begins, and later than now.");
    }
    if (until.isAfter(from.plus(LONGEST))) {
      throw tooLong();
    }
    return until;
  }

  private static Refusal tooLong() {
    return Refusal.badRequest("A silence lasts a year at most.");
  }

  private static List<Matcher> matchers(String text) {
    if (text == null) {
      throw Refusal.badRequest("match is missing: say which alerts, for example site=shop.");
    }
    try {
      List<Matcher> matchers = Matcher.read(text);
      if (Matching.of(matchers).holds(Map.of())) {
        throw Refusal.badRequest("These matchers hold for an alert that says nothing: one of them must want something of a field, for example site=shop.");
      }
      return matchers;
    } catch (Matcher.Unreadable | IllegalArgumentException e) {
      throw Refusal.badRequest("match: " + e.getMessage() + ".");
    }
  }

  private String end(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    long id = Parameters.pathId(request);
    Actor actor = query.actor();
    database.inTransaction(() -> {
      if (!silences.end(id, now(), actor.who())) {
        throw silences.find(id).isPresent() ? Refusal.conflict("The silence %d is over.".formatted(id))
            : Refusal.notFound("There is no silence of this number; perhaps it is older than retention.alerts.");
      }
      audit.write(actor, "end silence", "silence/" + id, "done");
    });
    return JsonText.of(Map.of("id", id, "outcome", "ended"));
  }

  private static Actor reasoned(Parameters query, String why) {
    if (query.text("reason") == null) {
      throw Refusal.badRequest("reason is missing: " + why);
    }
    return query.actor();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
