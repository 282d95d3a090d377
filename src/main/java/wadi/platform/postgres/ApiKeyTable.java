package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import wadi.platform.postgres.AuditTable.Actor;

/** API keys by their hashes, and the changes people make to them, each with its line in the audit. */
public final class ApiKeyTable {
  private static final String LIVE = "revoked_at is null and (expires_at is null or expires_at > now())";
  private static final String LIST = """
      select json_build_object('keys', coalesce(json_agg(json_build_object('name', name, 'state', state, 'scopes', scopes, 'rate', rate,
          'createdAt', iso_time(created_at), 'expiresAt', iso_time(expires_at), 'revokedAt', iso_time(revoked_at)) order by name, id), '[]'::json))
      from (select *, case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' when expires_at is not null then 'expiring'
          else 'live' end as state from api_key) k""";

  private final Database database;
  private final AuditTable audit;

  /**
   * One that opens.
   *
   * @param name of the client
   * @param hash SHA-256 of the key, in hexadecimal digits
   * @param scopes groups of routes it opens
   * @param rate requests a second; empty: as {@code http.auth.rate} says
   * @param expiresAt when it ends by itself
   */
  public record Key(String name, String hash, Set<String> scopes, OptionalInt rate, Optional<Instant> expiresAt) {}

  /** Why a change was not made. */
  public enum Refused {
    NAME_TAKEN("There is a key of this name. A new one beside it for a while: ./wadi keys rotate; another client: another name."),
    NAME_USED("There was a key of this name, and who gets its name sees what it sent. Another client: another name; the same one again: --reuse."),
    KEY_KNOWN("This key is in the database already, live or revoked; each key is somebody's own."),
    NO_SUCH_NAME("There is no live key of this name; ./wadi keys list shows those there are.");

    private final String words;

    Refused(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public ApiKeyTable(Database database) {
    this.database = database;
    this.audit = new AuditTable(database);
  }

  /** Those that open now. */
  public List<Key> live() {
    return database.sql().sql("select name, hash, scopes, rate, expires_at from api_key where " + LIVE).query(ApiKeyTable::key).list();
  }

  /** Whether there ever was one. */
  public boolean isEmpty() {
    return database.sql().sql("select not exists (select from api_key)").query(Boolean.class).single();
  }

  private static Key key(ResultSet row, int n) throws SQLException {
    int rate = row.getInt("rate");
    Timestamp expires = row.getTimestamp("expires_at");
    return new Key(row.getString("name"), row.getString("hash"), Set.of((String[]) row.getArray("scopes").getArray()),
        rate == 0 ? OptionalInt.empty() : OptionalInt.of(rate), Optional.ofNullable(expires).map(Timestamp::toInstant));
  }

  /** All there ever were, as JSON; of a key itself nothing, and nothing made from it. */
  public String list() {
    return database.sql().sql(LIST).query(String.class).single();
  }

  /**
   * Adds one under a name that has none.
   *
   * @param reuse also under one that once had: what is kept under it becomes this one's
   */
  public Optional<Refused> create(String name, String hash, Collection<String> scopes, OptionalInt rate, boolean reuse, Actor actor) {
    return change(name, hash, actor, "create-key", () -> {
      if (count("name = ? and " + LIVE, name) > 0) {
        return Optional.of(Refused.NAME_TAKEN);
      }
      if (!reuse && count("name = ?", name) > 0) {
        return Optional.of(Refused.NAME_USED);
      }
      insert(name, hash, scopes.stream().distinct().sorted().toArray(String[]::new), rate.isPresent() ? rate.getAsInt() : null);
      return Optional.empty();
    });
  }

  /** Adds one with the scopes and the rate of the newest of this name; those before it end after so long. */
  public Optional<Refused> rotate(String name, String hash, Duration overlap, Actor actor) {
    return change(name, hash, actor, "rotate-key", () -> {
      List<Key> newest = database.sql().sql("select name, hash, scopes, rate, expires_at from api_key where name = ? and " + LIVE + " order by id desc limit 1")
          .param(name).query(ApiKeyTable::key).list();
      if (newest.isEmpty()) {
        return Optional.of(Refused.NO_SUCH_NAME);
      }
      database.sql().sql("update api_key set expires_at = least(expires_at, now() + ? * interval '1 millisecond') where name = ? and " + LIVE)
          .params(overlap.toMillis(), name).update();
      OptionalInt rate = newest.get(0).rate();
      insert(name, hash, newest.get(0).scopes().stream().sorted().toArray(String[]::new), rate.isPresent() ? rate.getAsInt() : null);
      return Optional.empty();
    });
  }

  /** Ends all of this name now. */
  public Optional<Refused> revoke(String name, Actor actor) {
    return change(name, "", actor, "revoke-key", () -> database.sql().sql("update api_key set revoked_at = now() where name = ? and " + LIVE).param(name).update() > 0
        ? Optional.empty() : Optional.of(Refused.NO_SUCH_NAME));
  }

  private void insert(String name, String hash, String[] scopes, Integer rate) {
    database.sql().sql("insert into api_key (name, hash, scopes, rate) values (:name, :hash, :scopes, :rate)")
        .param("name", name).param("hash", hash).param("scopes", scopes).param("rate", rate, java.sql.Types.INTEGER).update();
  }

  private interface Change {
    Optional<Refused> make();
  }

  /** One at a time. */
  private Optional<Refused> change(String name, String hash, Actor actor, String action, Change change) {
    Refused[] refused = {null};
    database.inTransaction(() -> {
      database.sql().sql("lock table api_key in share row exclusive mode").update();
      refused[0] = (count("hash = ?", hash) > 0 ? Optional.of(Refused.KEY_KNOWN) : change.make()).orElse(null);
      if (refused[0] == null) {
        audit.write(actor, action, "key/" + name, "done");
      }
    });
    return Optional.ofNullable(refused[0]);
  }

  private int count(String where, String parameter) {
    return database.sql().sql("select count(*) from api_key where " + where).param(parameter).query(Integer.class).single();
  }
}
