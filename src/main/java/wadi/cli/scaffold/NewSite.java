package wadi.cli.scaffold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import wadi.camel.files.InvalidFiles;
import wadi.camel.sites.SiteRules;
import wadi.camel.sites.SitesFile;
import wadi.platform.Settings;
import wadi.runtime.Snapshot;

/** A site in routes/sites/sites.yaml. */
public final class NewSite {
  private static final YAMLMapper YAML = YAMLMapper.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
      .disable(YAMLGenerator.Feature.SPLIT_LINES, YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private NewSite() {}

  /**
   * What there is to write.
   *
   * @param home the folder of application.properties and routes/
   * @param site its keys as the file has them
   * @throws Refused when it cannot be done, or the file would not load with it
   */
  public static Changes of(Path home, ObjectNode site) {
    String name = site.get("name").asText();
    String item = "- " + yaml(site).lines().collect(Collectors.joining("\n  ")) + "\n";
    Changes changes = new Changes(home);
    if (Files.exists(home.resolve(SitesFile.NAME))) {
      changes.change(SitesFile.NAME, text -> new YamlText(SitesFile.NAME, text).withItem(item, "sites"));
    } else {
      changes.add(SitesFile.NAME, "sites:\n" + item.indent(2));
    }
    refuseInvalid(home, changes.texts().get(SitesFile.NAME));
    changes.then("./wadi check, then ./wadi reload: from then on it is watched.", "./wadi sites check \"%s\" says what is seen of it, ./wadi sites show \"%s\" how it is judged.".formatted(name, name));
    return changes;
  }

  private static String yaml(ObjectNode site) {
    try {
      return YAML.writeValueAsString(site);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a reload would say of it, said now. */
  private static void refuseInvalid(Path home, String text) {
    try {
      Path trial = Files.createTempDirectory("wadi-new");
      try {
        Files.createDirectories(trial.resolve(SitesFile.NAME).getParent());
        Files.writeString(trial.resolve(SitesFile.NAME), text);
        SitesFile.load(trial, SiteRules.of(Settings.load(home, System::getenv)));
      } catch (InvalidFiles e) {
        throw new Refused(e.findings().stream().map(finding -> finding.in(trial).toString()).collect(Collectors.joining("\n")) + "\nNothing is written.");
      } finally {
        Snapshot.delete(trial);
      }
    } catch (IOException e) {
      throw new Refused("The new text cannot be tried: " + e.getMessage() + ". Nothing is written.");
    }
  }
}
