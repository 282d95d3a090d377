package wadi.platform.ops;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.StorableText;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.DeliveryQueries;
import wadi.platform.postgres.ParkedQueries;

/** The query of a request. What it does not know it refuses: a filter that is spelt wrongly would show, or replay, too much. */
final class Parameters {
  static final Set<String> KINDS = Set.of(ParkedQueries.DELIVERY, ParkedQueries.DEAD_LETTER);
  private static final int LIMIT = 50;
  private static final int MOST = 500;
  private static final int LONGEST_ACTOR = 100;
  private static final int LONGEST_REASON = 500;
  private static final String TEXT = "text/plain";
  private static final Set<String> OFFERED = Set.of("application/json", "application/problem+json", "*/*", TEXT);

  private final RoutingContext request;
  private final MultiMap values;

  /** @param known every name this path takes */
  Parameters(RoutingContext request, String... known) {
    this.request = request;
    this.values = read(request);
    for (String name : values.names()) {
      if (!Set.of(known).contains(name)) {
        throw Refusal.badRequest("There is no parameter of this name here; there " + (known.length == 0 ? "are none."
            : "are: " + String.join(", ", new TreeSet<>(Set.of(known))) + "."));
      }
      if (values.getAll(name).size() > 1) {
        throw Refusal.badRequest(name + " is given twice.");
      }
    }
  }

  private static MultiMap read(RoutingContext request) {
    try {
      return request.queryParams();
    } catch (HttpException | IllegalArgumentException e) {
      throw Refusal.badRequest("The query cannot be read.");
    }
  }

  /** Null when it is not given. */
  String text(String name) {
    String value = values.get(name);
    if (value != null && (value.isBlank() || value.indexOf('\0') >= 0)) {
      throw Refusal.badRequest(name + " has no usable value.");
    }
    return value;
  }

  String choice(String name, Iterable<String> words) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    for (String word : words) {
      if (word.equals(value)) {
        return value;
      }
    }
    throw Refusal.badRequest(name + " must be one of " + String.join(", ", words) + ".");
  }

  Long id(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    if (!value.matches("\\d{1,18}")) {
      throw Refusal.badRequest(name + " must be a number.");
    }
    return Long.valueOf(value);
  }

  Instant instant(String name) {
    String value = text(name);
    try {
      return value == null ? null : OffsetDateTime.parse(value.replace(' ', '+')).toInstant(); // a plus sign may have become a blank
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(name + " must be a time such as 2026-11-20T12:00:00Z.");
    }
  }

  /** Rows of one page, 50 unless said. */
  int limit() {
    Long limit = id("limit");
    if (limit == null) {
      return LIMIT;
    }
    if (limit < 1 || limit > MOST) {
      throw Refusal.badRequest("limit must be a number from 1 to " + MOST + ".");
    }
    return limit.intValue();
  }

  /** The id a page before this one ended with, or null. */
  Long before() {
    try {
      return id("cursor");
    } catch (Refusal e) {
      throw badCursor();
    }
  }

  /** A place in the list of parked messages, or null. */
  String parkedCursor() {
    String cursor = text("cursor");
    if (cursor != null && !ParkedQueries.isCursor(cursor)) {
      throw badCursor();
    }
    return cursor;
  }

  private static Refusal badCursor() {
    return Refusal.badRequest("cursor must be what \"next\" of the page before says.");
  }

  ParkedQueries.Wanted parked() {
    return new ParkedQueries.Wanted(choice("kind", List.of(ParkedQueries.DELIVERY, ParkedQueries.DEAD_LETTER)), id("id"), text("channel"),
        text("route"), instant("until"), choice("status", List.of("parked", ParkedQueries.EXPIRED)), text("provider"), text("error"));
  }

  /** Which deliveries. */
  DeliveryQueries.Wanted deliveries(List<String> statuses) {
    String wanted = text("status");
    if (wanted != null && !statuses.containsAll(List.of(wanted.split(",", -1)))) {
      throw Refusal.badRequest("status must be one of " + String.join(", ", statuses) + ", or several of them divided by commas.");
    }
    return new DeliveryQueries.Wanted(text("channel"), wanted, text("recipient"), id("alert"), null, text("provider"), text("route"), text("error"));
  }

  /** Who asks, from where, and why. */
  Actor actor() {
    String who = request.request().getHeader("Wadi-Actor");
    return new Actor(who == null || who.isBlank() ? "unknown" : line(who, LONGEST_ACTOR), Gate.peerOf(request),
        text("reason") == null ? null : line(text("reason"), LONGEST_REASON));
  }

  /** One line that anybody may read. */
  private static String line(String text, int longest) {
    String line = StorableText.of(CardNumbers.maskText(text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip()));
    return line.length() > longest ? line.substring(0, longest) : line;
  }

  /** Whether the client would rather have text for people than JSON. */
  boolean prefersText() {
    return request.parsedHeaders().accept().stream().map(type -> type.rawValue().replaceFirst(";.*", "").strip()).filter(OFFERED::contains).findFirst()
        .filter(TEXT::equals).isPresent();
  }

  /** The number at the end of a path. */
  static long pathId(RoutingContext request) {
    return number(request).orElseThrow(() -> Refusal.notFound("There is nothing at this path."));
  }

  /** The same of a path whose end people copy from elsewhere: what is no number is said to be none. */
  static long pathNumber(RoutingContext request) {
    return number(request).orElseThrow(() -> Refusal.badRequest("What stands at the end of the path must be a number."));
  }

  private static Optional<Long> number(RoutingContext request) {
    return Optional.of(request.pathParam("id")).filter(id -> id.matches("\\d{1,18}")).map(Long::valueOf);
  }
}
