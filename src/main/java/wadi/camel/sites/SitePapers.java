package wadi.camel.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.sites.SiteDefaults;
import wadi.domain.sites.SiteEntry;
import wadi.platform.Settings;
import wadi.platform.ops.SiteDocuments;
import wadi.platform.ops.UnusableSites;

/** Sites in what is sent to the operations API, judged as those of the file are, by the properties that hold now. */
public final class SitePapers implements SiteDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<Settings> settings;

  /** @param settings of the generation that runs */
  public SitePapers(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public SiteEntry one(String text) {
    return read(findings -> new SiteReader(rules(), findings).read(YamlReader.json(text, findings))).orElseThrow();
  }

  @Override
  public SiteEntry changed(SiteEntry before, String patch) {
    try {
      ObjectNode document = JSON.valueToTree(document(before));
      if (!(JSON.readTree(patch) instanceof ObjectNode changes) || changes.has("id")) {
        throw new UnusableSites(List.of(new UnusableSites.Fault(0, "a change is an object with some keys of a site, and never its id", "")));
      }
      changes.properties().forEach(change -> set(document, change.getKey(), change.getValue()));
      return one(document.toString());
    } catch (JsonProcessingException e) {
      throw new UnusableSites(List.of(new UnusableSites.Fault(0, "is not JSON", "check quotes, commas and brackets")));
    }
  }

  private static void set(ObjectNode document, String key, JsonNode value) {
    if (value.isNull()) {
      document.remove(key);
    } else {
      document.set(key, value);
    }
  }

  @Override
  public List<SiteEntry> many(String text, String format) {
    return read(findings -> switch (format) {
      case "csv" -> SitesFile.list(SiteSheet.read(text, findings), rules(), findings);
      case "json" -> SitesFile.list(SiteSheet.filled(YamlReader.json(text, findings)), rules(), findings);
      default -> SitesFile.read(text, rules(), findings);
    });
  }

  @Override
  public Map<String, Object> document(SiteEntry site) {
    Map<String, Object> document = new LinkedHashMap<>();
    site.id().ifPresent(id -> document.put("id", id));
    site.name().ifPresent(name -> document.put("name", name));
    document.put("url", site.url());
    site.every().ifPresent(every -> document.put("every", words(every)));
    site.timeout().ifPresent(timeout -> document.put("timeout", words(timeout)));
    site.after().ifPresent(after -> document.put("after", after));
    ExpectationWords.put(document, site.expectations());
    site.credentials().ifPresent(variable -> document.put("credentials", variable));
    if (!site.recipients().isEmpty()) {
      document.put("recipients", site.recipients());
    }
    document.put("enabled", site.enabled());
    return document;
  }

  @Override
  public String words(Duration time) {
    return SiteReader.Times.words(time);
  }

  @Override
  public SiteDefaults usual() {
    return rules().usual();
  }

  private SiteRules rules() {
    return SiteRules.of(settings.get());
  }

  private static <T> T read(Function<Findings, T> reading) {
    Findings findings = new Findings(Check.SITES, "");
    try {
      T read = reading.apply(findings);
      findings.refuse();
      return read;
    } catch (InvalidFiles e) {
      throw new UnusableSites(e.findings().stream().map(f -> new UnusableSites.Fault(f.line(), f.message(), f.hint())).toList());
    }
  }
}
