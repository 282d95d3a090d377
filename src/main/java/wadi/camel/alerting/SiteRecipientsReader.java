package wadi.camel.alerting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import wadi.camel.files.Nearest;
import wadi.domain.alerting.Severity;

/**
 * Reads who hears of one site: {@code {"email": ["ops@example.com"]}} for all severities, or
 * {@code {"email": {"critical": [...], "high": [...]}}} as in recipients.yaml.
 */
public final class SiteRecipientsReader {
  private final Set<String> channels;

  /** One thing that is wrong, and with which channel. */
  public record Fault(String channel, String text) {}

  /**
   * What was read.
   *
   * @param channels addresses by channel and severity, as far as they are good; an empty list means nobody
   * @param faults what is wrong, in words for whoever wrote it; empty when nothing is
   */
  public record Read(Map<String, Map<Severity, List<String>>> channels, List<Fault> faults) {}

  /** @param channels those there are */
  public SiteRecipientsReader(Set<String> channels) {
    this.channels = new TreeSet<>(channels);
  }

  /** @param json in JSON's types: maps, lists, texts */
  public Read read(Object json) {
    Map<String, Map<Severity, List<String>>> read = new LinkedHashMap<>();
    List<Fault> faults = new ArrayList<>();
    if (json instanceof Map<?, ?> byChannel) {
      byChannel.forEach((key, value) -> {
        String channel = String.valueOf(key);
        if (channels.contains(channel)) {
          read.put(channel, bySeverity(channel, value, faults));
        } else {
          faults.add(new Fault(channel, "there is no channel \"%s\"; %s".formatted(channel, hint(channel, channels))));
        }
      });
    } else {
      faults.add(new Fault("", "recipients are an object by channel; write {\"email\": [\"ops@example.com\"]}"));
    }
    return new Read(read, faults);
  }

  private static Map<Severity, List<String>> bySeverity(String channel, Object value, List<Fault> faults) {
    Map<Severity, List<String>> recipients = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> bySeverity) {
      Set<String> known = new TreeSet<>(Stream.of(Severity.values()).map(Severity::word).toList());
      bySeverity.forEach((key, list) -> {
        Optional<Severity> severity = Severity.find(String.valueOf(key));
        severity.ifPresent(s -> recipients.put(s, addresses(channel, list, faults)));
        if (severity.isEmpty()) {
          faults.add(new Fault(channel, "%s: there is no severity \"%s\"; %s".formatted(channel, key, hint(String.valueOf(key), known))));
        }
      });
    } else {
      List<String> all = addresses(channel, value, faults);
      Stream.of(Severity.values()).forEach(severity -> recipients.put(severity, all));
    }
    return recipients;
  }

  private static List<String> addresses(String channel, Object value, List<Fault> faults) {
    if (!(value instanceof List<?> list)) {
      faults.add(new Fault(channel, "%s: this is no list of addresses; write a list such as [\"one\", \"another\"]".formatted(channel)));
      return List.of();
    }
    List<String> addresses = new ArrayList<>();
    for (Object item : list) {
      String address = item instanceof String text ? text : "";
      Optional<Address.Fault> fault = Address.fault(channel, address);
      fault.ifPresent(wrong -> faults.add(new Fault(channel, "%s: %s; %s".formatted(channel, wrong.what(), wrong.instead()))));
      if (fault.isEmpty()) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  private static String hint(String wrong, Set<String> known) {
    return Nearest.one(wrong, known).map(near -> "write " + near).orElse("write one of " + String.join(", ", known));
  }
}
