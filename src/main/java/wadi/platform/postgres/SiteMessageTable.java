package wadi.platform.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import wadi.domain.sites.SiteMessage;
import wadi.platform.ports.SiteMessages;

/**
 * Which checks were read from the broker: known by what they say, as a producer may publish one again. A row lives as long as what it made in
 * {@code site_monitor}, so that a replay of the whole topic repeats nothing however late it comes.
 */
public final class SiteMessageTable implements SiteMessages {
  private final Database database;

  public SiteMessageTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean isFirst(SiteMessage message) {
    return database.sql().sql("insert into site_message (made_at, site_id, hash) values (coalesce(?::timestamp, 'infinity'), ?, ?) on conflict do nothing")
        .params(message.modified().map(Object::toString).orElse(null), message.siteId(), hash(message)).update() == 1;
  }

  private static long hash(SiteMessage message) {
    String content = message.created() + " " + message.status() + " " + message.responseTime();
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
