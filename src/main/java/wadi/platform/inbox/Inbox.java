package wadi.platform.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wadi.domain.intake.StorableText;

/**
 * The last 1,000 messages that would have left, in the table {@code inbox_message}.
 *
 * <p>Every method throws Spring's {@link DataAccessException} when the database cannot be used. Characters PostgreSQL
 * refuses (U+0000, lone surrogates) are stored as U+FFFD.
 */
public final class Inbox {

  /** Messages kept. */
  static final int KEPT = 1_000;

  /** Text and HTML handed out by one call of {@link #messages()}: the bound on its memory, in bytes of UTF-8. */
  static final long READ_BYTES = 32L << 20;

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);
  private static final int TRIM_EVERY = 100;

  private static final String INSERT =
      """
      insert into inbox_message (channel, recipient, subject, text_body, html_body, received_at)
      select ?::text, recipient, ?::text, ?::text, ?::text, ?::timestamptz
      from unnest(?::text[]) as recipient
      """;

  /** Lengths come from the row header, so bodies that are not returned are not read either. */
  private static final String NEWEST =
      """
      select channel, recipient, subject, text_body, html_body, received_at
      from (
        select *,
          row_number() over newest_first as place,
          sum(octet_length(subject) + octet_length(text_body) + coalesce(octet_length(html_body), 0)::bigint)
            over newest_first as bytes
        from (select * from inbox_message order by id desc limit ?) as kept
        window newest_first as (order by id desc)
      ) as measured
      where place = 1 or bytes <= ?
      order by id
      """;

  /** By place, not by id: a refused insert leaves a gap in the ids. */
  private static final String TRIM =
      """
      delete from inbox_message
      where id < (select id from inbox_message order by id desc offset ? limit 1)
      """;

  private final JdbcClient jdbc;
  private final AtomicLong added = new AtomicLong();

  public Inbox(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /** Keeps a message; it is committed when this returns. */
  public void add(InboxMessage message) {
    add(message, List.of(message.to()));
  }

  /** Keeps one row of the message for each recipient, all or none. */
  void add(InboxMessage message, Collection<String> recipients) {
    jdbc.sql(INSERT)
        .params(
            message.channel(),
            StorableText.of(message.subject()),
            StorableText.of(message.text()),
            message.html() == null ? null : StorableText.of(message.html()),
            OffsetDateTime.ofInstant(message.receivedAt(), ZoneOffset.UTC),
            recipients.stream().map(StorableText::of).toArray(String[]::new))
        .update();
    long before = added.getAndAdd(recipients.size());
    if (before / TRIM_EVERY != (before + recipients.size()) / TRIM_EVERY) {
      trim();
    }
  }

  /**
   * The last 1,000 messages, oldest first. Of very large ones only the newest are handed out: as many as fit into
   * 32 MiB of text, at least one.
   */
  public List<InboxMessage> messages() {
    try (Stream<InboxMessage> rows = jdbc.sql(NEWEST).params(KEPT, READ_BYTES).query(Inbox::message).stream()) {
      return rows.toList();
    }
  }

  /** Empties the inbox. */
  public void clear() {
    jdbc.sql("delete from inbox_message").update();
  }

  /** A trim that fails must not fail the message before it, which is committed: the next one makes up for it. */
  private void trim() {
    try {
      jdbc.sql(TRIM).params(KEPT - 1).update();
    } catch (DataAccessException e) {
      log.debug("The inbox was not trimmed", e);
    }
  }

  private static InboxMessage message(ResultSet row, int number) throws SQLException {
    return new InboxMessage(
        row.getString("channel"),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("text_body"),
        row.getString("html_body"),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }
}
