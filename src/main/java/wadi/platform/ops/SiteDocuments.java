package wadi.platform.ops;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import wadi.domain.sites.SiteDefaults;
import wadi.domain.sites.SiteEntry;

/** Reads and writes sites as people write them down, with the keys of routes/sites/sites.yaml. What cannot be used is an {@link UnusableSites}. */
public interface SiteDocuments {
  /** The forms a list of sites may have. */
  List<String> FORMATS = List.of("yaml", "json", "csv");

  /** @param text a JSON object */
  SiteEntry one(String text);

  /**
   * A site with some of its keys changed.
   *
   * @param patch a JSON object (RFC 7396): what it names is so from now on, null takes it away
   */
  SiteEntry changed(SiteEntry before, String patch);

  /**
   * Many of them.
   *
   * @param format one of {@link #FORMATS}: YAML as in sites.yaml; a list of objects; a table whose first line names the columns
   */
  List<SiteEntry> many(String text, String format);

  /** Only what was written down, by key. */
  Map<String, Object> document(SiteEntry site);

  /** A time as people write it. */
  String words(Duration time);

  /** What holds for what sites leave out. */
  SiteDefaults usual();
}
