package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.domain.delivery.Delivery;

/** Deliveries as rows of the table. */
final class DeliveryRows {
  /** As they are claimed: rank, deadline, age. */
  static final Comparator<Claimed> ORDER = Comparator.comparingLong(Claimed::rank)
      .thenComparing(row -> row.delivery().limits().expiresAt().orElse(Instant.MAX)).thenComparingLong(row -> row.delivery().id());

  /** PostgreSQL refuses U+0000, in JSON too; after an even number of backslashes it is one. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** What the database has kept it gives back, whatever it is: a row that cannot be read would keep back those claimed with it. */
  private final ObjectMapper json = new ObjectMapper(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
      .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNestingDepth(Integer.MAX_VALUE).build()).build())
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** A row that was claimed, and from what its credit was taken; what it was taken from may be null. */
  record Claimed(Delivery delivery, long rank, Timestamp paidAt, String creditUnit, Timestamp creditStarts) {}

  Claimed read(ResultSet row, int n) throws SQLException {
    try {
      Delivery.Limits limits = new Delivery.Limits(Optional.empty(),
          Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant), Optional.ofNullable(row.getString("only_provider")));
      Delivery delivery = new Delivery(row.getLong("id"), row.getString("source"), row.getString("source_id"), row.getString("channel"),
          row.getString("recipient"), row.getInt("urgency"), row.getInt("attempts"), triedSince(row),
          json.readValue(row.getString("payload"), OBJECT), limits, Optional.ofNullable(row.getString("traceparent")));
      return new Claimed(delivery, row.getLong("rank"), row.getTimestamp("paid_at"), row.getString("credit_unit"), row.getTimestamp("credit_starts"));
    } catch (JsonProcessingException e) {
      throw new SQLException("the payload of delivery " + row.getLong("id") + " is not a JSON object", e);
    }
  }

  /** When it was first tried, or tried again after somebody put it back: what waits for its quota is not tried for too long. */
  private static Instant triedSince(ResultSet row) throws SQLException {
    return row.getTimestamp("first_try_at").toInstant();
  }

  String write(Map<String, Object> payload) {
    try {
      return NUL.matcher(json.writeValueAsString(payload)).replaceAll("$1\\\\ufffd");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the payload cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
