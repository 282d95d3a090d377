package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import wadi.domain.alerting.Severity;
import wadi.platform.ports.DeadLetter;
import wadi.platform.ports.DeadLetters;

/** Who gets which alert: routes/alerting/recipients.yaml. Named in YAML as {@code recipients}. */
public final class Recipients {
  private static final String NAME = "routes/alerting/recipients.yaml";

  private final Map<String, Map<Severity, List<String>>> channels;
  private final DeadLetters deadLetters;

  private Recipients(Map<String, Map<Severity, List<String>>> channels, DeadLetters deadLetters) {
    this.channels = channels;
    this.deadLetters = deadLetters;
  }

  /**
   * @param known the channels there are
   * @throws IllegalArgumentException names the file and what is wrong with it
   */
  public static Recipients load(Path file, Set<String> known, DeadLetters deadLetters) throws IOException {
    try {
      YAMLMapper yaml = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
      Map<String, Map<String, List<String>>> read =
          yaml.readValue(Files.readString(file), new TypeReference<Map<String, Map<String, List<String>>>>() {});
      Map<String, Map<Severity, List<String>>> channels = new LinkedHashMap<>();
      read.forEach((channel, bySeverity) -> channels.put(channel, checked(file, channel, bySeverity, known)));
      return new Recipients(channels, deadLetters);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new IllegalArgumentException(file + line + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Map<Severity, List<String>> checked(Path file, String channel, Map<String, List<String>> bySeverity, Set<String> known) {
    if (!known.contains(channel)) {
      throw new IllegalArgumentException("%s: there is no channel %s; those with a property delivery.<channel>.provider are %s"
          .formatted(file, channel, String.join(", ", new TreeSet<>(known))));
    }
    if (bySeverity == null) {
      throw new IllegalArgumentException("%s: %s is empty; name addresses by severity, or leave %s out".formatted(file, channel, channel));
    }
    Map<Severity, List<String>> checked = new LinkedHashMap<>();
    bySeverity.forEach((word, addresses) -> {
      try {
        checked.put(Severity.of(word), Address.check(channel, addresses));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s: %s, %s: %s".formatted(file, channel, word, e.getMessage()), e);
      }
    });
    return checked;
  }

  /**
   * The addresses that get an alert of this severity over this channel. When an alert is sent over a channel where
   * nobody is named, the other channels still get it, and it is written down that somebody is missing.
   */
  public List<String> of(String channel, String severity) {
    List<String> addresses = channels.getOrDefault(channel, Map.of()).getOrDefault(Severity.of(severity), List.of());
    if (addresses.isEmpty()) {
      String route = "deliver-" + channel;
      deadLetters.park(new DeadLetter(route, route, null, "%s names nobody for %s alerts over %s".formatted(NAME, severity, channel), "", null));
    }
    return addresses;
  }
}
