package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import wadi.domain.sites.SiteEntry;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.sites.ExpectationsJson;
import wadi.platform.sites.RecipientsJson;

/** The sites that are watched, and the changes people make to them, each with its line in the audit. A change is looked at at once. */
public final class SiteTable {
  /** Of those that people and programs wrote here. */
  public static final String TABLE = "table";
  /** Of those that stand in routes/sites/sites.yaml. */
  public static final String FILE = "file";

  static final String COLUMNS = "id, name, coalesce(url, '') as url, regexp, extract(epoch from every) * 1000 as every, extract(epoch from timeout) * 1000 as timeout, after, "
      + "expectations, recipients, credentials, enabled, origin";

  private final Database database;
  private final AuditTable audit;

  /** A site as it stands in the table. */
  public record Stored(int id, SiteEntry entry, String origin) {
    public boolean isOfFile() {
      return origin.equals(FILE);
    }
  }

  /** Why a change was not made, in words for the person who wanted it. */
  public static final class NotChanged extends RuntimeException {
    private final boolean missing;

    NotChanged(String words, boolean missing) {
      super(words, null, false, false);
      this.missing = missing;
    }

    /** Whether there is no such site, rather than one too many. */
    public boolean isMissing() {
      return missing;
    }
  }

  public SiteTable(Database database) {
    this.database = database;
    this.audit = new AuditTable(database);
  }

  /**
   * The one of this name, or of this number.
   *
   * @throws NotChanged when there is none, or several
   */
  public Stored one(String nameOrNumber) {
    List<Stored> found = nameOrNumber.matches("\\d{1,9}") ? query("where id = ?", Integer.valueOf(nameOrNumber)) : named(nameOrNumber);
    if (found.size() > 1) {
      throw new NotChanged("There are %d sites of this name: %s. Say which by its number.".formatted(found.size(), found.stream().map(Stored::id).toList()), false);
    }
    return found.stream().findFirst().orElseThrow(() -> new NotChanged("There is no site of this name or number; ./wadi sites list shows those there are.", true));
  }

  /** Every one, by number. */
  public List<Stored> all() {
    return query("where id is not null");
  }

  /** Adds one under a name that has none. */
  public Stored add(SiteEntry site, Actor actor) {
    return change(() -> {
      unused(site, OptionalInt.empty());
      if (site.id().isPresent() && !query("where id = ?", site.id().getAsInt()).isEmpty()) {
        throw new NotChanged("There is a site of the number %d.".formatted(site.id().getAsInt()), false);
      }
      int id = insert(site, TABLE);
      audit.write(actor, "add-site", "site/" + id, "done");
      return query("where id = ?", id).get(0);
    });
  }

  /** Another site under the number of this one. */
  public Stored change(Stored before, SiteEntry site, Actor actor) {
    return change(() -> {
      Stored now = writable(before.id());
      unused(site, OptionalInt.of(now.id()));
      update(now.id(), site, TABLE);
      audit.write(actor, "change-site", "site/" + now.id(), now.entry().enabled() == site.enabled() ? "done" : site.enabled() ? "enabled" : "disabled");
      return query("where id = ?", now.id()).get(0);
    });
  }

  /** Forgets one with all that was seen of it. What {@code site_monitor} has of it stays. */
  public void remove(Stored before, Actor actor) {
    change(() -> {
      int id = writable(before.id()).id();
      List.of("sites where id", "site_state where site_id", "site_check where site_id", "site_day where site_id", "site_incident where site_id")
          .forEach(rows -> database.sql().sql("delete from " + rows + " = ?").param(id).update());
      audit.write(actor, "remove-site", "site/" + id, "done");
      return before;
    });
  }

  private Stored writable(int id) {
    Stored now = query("where id = ?", id).stream().findFirst().orElseThrow(() -> new NotChanged("This site was removed just now.", true));
    if (now.isOfFile()) {
      throw new NotChanged("This site stands in routes/sites/sites.yaml (or in sites.url): change it there (enabled: false keeps it and stops watching it), then ./wadi reload.", false);
    }
    return now;
  }

  private void unused(SiteEntry site, OptionalInt but) {
    if (named(site.title()).stream().anyMatch(other -> but.isEmpty() || other.id() != but.getAsInt())) {
      throw new NotChanged("There is a site of the name %s; take another name, or change that one.".formatted(site.title()), false);
    }
  }

  List<Stored> named(String title) {
    return query("where coalesce(name, url) = ?", title);
  }

  List<Stored> query(String where, Object... parameters) {
    return database.sql().sql("select " + COLUMNS + " from sites " + where + " order by id").params(parameters).query(SiteTable::stored).list();
  }

  static Stored stored(ResultSet row, int n) throws SQLException {
    int after = row.getInt("after");
    SiteEntry entry = new SiteEntry(OptionalInt.of(row.getInt("id")), text(row, "name"), row.getString("url"), time(row, "every"), time(row, "timeout"),
        after == 0 ? OptionalInt.empty() : OptionalInt.of(after), ExpectationsJson.read(row.getString("expectations"), row.getString("regexp")),
        RecipientsJson.read(row.getString("recipients")), text(row, "credentials"), row.getBoolean("enabled"));
    return new Stored(row.getInt("id"), entry, row.getString("origin"));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).filter(text -> !text.isBlank());
  }

  private static Optional<Duration> time(ResultSet row, String column) throws SQLException {
    double millis = row.getDouble(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(millis)));
  }

  /** The number it was given: those of sites that were removed are not used again, where the table counts them. */
  int insert(SiteEntry site, String origin) {
    int id = site.id().isPresent() ? site.id().getAsInt() : database.sql().sql("select next_site_id()").query(Integer.class).single();
    database.sql().sql("insert into sites (id, url) values (?, ?)").params(id, site.url()).update();
    write(id, site, origin);
    return id;
  }

  /** Whether anything is different now; then it is checked at once. */
  boolean update(int id, SiteEntry site, String origin) {
    Stored before = query("where id = ?", id).get(0);
    if (before.origin().equals(origin) && Objects.equals(before.entry(), site.with(id))) {
      return false;
    }
    write(id, site, origin);
    if (!Objects.equals(before.entry(), site.with(id))) {
      database.sql().sql("update site_state set next_at = least(next_at, now()) where site_id = ?").param(id).update();
    }
    return true;
  }

  private void write(int id, SiteEntry site, String origin) {
    database.sql().sql("""
        update sites set name = :name, url = :url, regexp = :regexp, every = :every * interval '1 millisecond', timeout = :timeout * interval '1 millisecond',
          after = :after, expectations = :expectations::jsonb, recipients = :recipients::jsonb, credentials = :credentials, enabled = :enabled, origin = :origin
        where id = :id""")
        .param("id", id).param("name", site.name().orElse(null), java.sql.Types.VARCHAR).param("url", site.url())
        .param("regexp", site.expectations().present().orElse(null), java.sql.Types.VARCHAR)
        .param("every", site.every().map(Duration::toMillis).orElse(null), java.sql.Types.BIGINT)
        .param("timeout", site.timeout().map(Duration::toMillis).orElse(null), java.sql.Types.BIGINT)
        .param("after", site.after().isPresent() ? site.after().getAsInt() : null, java.sql.Types.INTEGER)
        .param("expectations", ExpectationsJson.of(site.expectations())).param("recipients", RecipientsJson.of(site.recipients()))
        .param("credentials", site.credentials().orElse(null), java.sql.Types.VARCHAR).param("enabled", site.enabled()).param("origin", origin).update();
  }

  /** One at a time, also beside programs that write the table without us. */
  <T> T change(Supplier<T> change) {
    Object[] result = {null};
    database.inTransaction(() -> {
      database.sql().sql("lock table sites in share row exclusive mode").update();
      result[0] = change.get();
    });
    @SuppressWarnings("unchecked")
    T changed = (T) result[0];
    return changed;
  }
}
