package wadi.platform.postgres;

import java.util.Optional;
import wadi.platform.ports.SiteRecipients;

/** Recipients in the row of their site. */
public final class SiteRecipientTable implements SiteRecipients {
  private final Database database;

  public SiteRecipientTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<OfSite> of(int siteId) {
    return database.sql().sql("select coalesce(name, url) as site, recipients from sites where id = ? and recipients <> '{}' limit 1").param(siteId)
        .query((row, n) -> new OfSite(row.getString("site"), row.getString("recipients"))).optional();
  }
}
