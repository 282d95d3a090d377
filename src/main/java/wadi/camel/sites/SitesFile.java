package wadi.camel.sites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.Utf8;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.sites.SiteEntry;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Sites that are watched because the files say so: routes/sites/sites.yaml, and the property sites.url for one. */
public final class SitesFile {
  /** Where it stands. */
  public static final String NAME = "routes/sites/sites.yaml";
  private static final String URL = "sites.url";
  private static final int MOST = 20_000;

  private SitesFile() {}

  /**
   * The sites of a generation; none when there is no file.
   *
   * @param folder of routes/
   * @throws wadi.camel.files.InvalidFiles with everything that is wrong with the file
   */
  public static List<SiteEntry> load(Path folder, SiteRules rules) {
    Path file = folder.resolve(NAME);
    Findings findings = new Findings(Check.SITES, file.toString());
    List<SiteEntry> sites = List.of();
    if (Files.exists(file)) {
      try {
        sites = read(Utf8.text(Files.readAllBytes(file), findings), rules, findings);
      } catch (IOException e) {
        findings.add(0, "cannot be read: " + e.getClass().getSimpleName(), "");
      }
    }
    findings.refuse();
    return sites;
  }

  /**
   * Those of the file, and the one that {@code sites.url} names, unless it is among them.
   *
   * @throws wadi.camel.files.InvalidFiles with everything that is wrong with the file
   * @throws StartupException when the property cannot be used
   */
  public static List<SiteEntry> load(Path folder, Settings settings) {
    SiteRules rules = SiteRules.of(settings);
    List<SiteEntry> sites = load(folder, rules);
    Optional<String> url = settings.optional(URL);
    if (url.isEmpty() || sites.stream().anyMatch(site -> site.url().equals(url.get()))) {
      return sites;
    }
    SiteAddress.fault(url.get(), rules.allowsPrivate()).ifPresent(fault -> {
      throw new StartupException("The property %s cannot be used: %s; %s.".formatted(URL, fault.what(), fault.instead()));
    });
    YamlNode address = new YamlNode.Scalar(0, 1, url.get(), YamlNode.Kind.TEXT);
    YamlNode site = new YamlNode.Fields(0, Map.of("url", new YamlNode.Field(0, address)));
    return Stream.concat(sites.stream(), new SiteReader(rules, new Findings(Check.SITES, URL)).read(site).stream()).toList();
  }

  /** The list below {@code sites}. */
  static List<SiteEntry> read(String text, SiteRules rules, Findings findings) {
    Keys keys = Keys.of(YamlReader.read(text, findings), "the file", findings, List.of("sites"), List.of());
    return keys == null ? List.of() : keys.node("sites").map(node -> list(node, rules, findings)).orElse(List.of());
  }

  /** Each a site, no two of one name or number. */
  static List<SiteEntry> list(YamlNode node, SiteRules rules, Findings findings) {
    if (!(node instanceof YamlNode.Items items)) {
      if (!(node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NOTHING)) {
        findings.add(node.line(), "sites is no list", "write a site as - url: https://www.example.com/");
      }
      return List.of();
    }
    if (items.items().size() > MOST) {
      findings.add(node.line(), "there are more than " + MOST + " sites", "divide them among several Wadis");
      return List.of();
    }
    SiteReader reader = new SiteReader(rules, findings);
    List<SiteEntry> sites = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (YamlNode item : items.items()) {
      reader.read(item).ifPresent(site -> {
        if (site.id().isEmpty() || site.name().isPresent()) {
          once(lines, "name", site.title(), item.line(), findings);
        }
        site.id().ifPresent(id -> once(lines, "id", Integer.toString(id), item.line(), findings));
        sites.add(site);
      });
    }
    return sites;
  }

  private static void once(Map<String, Integer> lines, String what, String value, int line, Findings findings) {
    Integer before = lines.putIfAbsent(what + " " + value, line);
    if (before != null) {
      findings.add(line, "two sites have the %s \"%s\"".formatted(what, value), "give each its own name; the first begins in line " + before);
    }
  }
}
