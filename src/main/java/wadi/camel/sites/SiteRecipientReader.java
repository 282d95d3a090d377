package wadi.camel.sites;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import wadi.camel.alerting.Address;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.domain.alerting.Severity;

/** Reads who is told of a site: addresses by channel, the same for every severity or by severity. */
final class SiteRecipientReader {
  private static final List<String> SEVERITIES = Stream.of(Severity.values()).map(Severity::word).toList();
  private static final int MOST = 50;

  private final Set<String> channels;
  private final Findings findings;

  SiteRecipientReader(Set<String> channels, Findings findings) {
    this.channels = channels;
    this.findings = findings;
  }

  Map<String, Map<String, List<String>>> read(YamlNode node) {
    List<String> names = new ArrayList<>(new TreeSet<>(channels));
    Keys keys = Keys.of(node, "recipients", findings, List.of(), names);
    Map<String, Map<String, List<String>>> recipients = new LinkedHashMap<>();
    for (String channel : keys == null ? List.<String>of() : names) {
      keys.node(channel).ifPresent(of -> recipients.put(channel, bySeverity(channel, of)));
    }
    return recipients;
  }

  private Map<String, List<String>> bySeverity(String channel, YamlNode node) {
    Map<String, List<String>> recipients = new LinkedHashMap<>();
    if (!(node instanceof YamlNode.Fields)) {
      List<String> all = addresses(channel, node);
      SEVERITIES.forEach(severity -> recipients.put(severity, all));
      return recipients;
    }
    Keys keys = Keys.of(node, "recipients, " + channel, findings, List.of(), SEVERITIES);
    for (String severity : SEVERITIES) {
      keys.node(severity).ifPresent(list -> recipients.put(severity, addresses(channel, list)));
    }
    return recipients;
  }

  private List<String> addresses(String channel, YamlNode node) {
    if (node instanceof YamlNode.Items items && items.items().size() > MOST) {
      findings.add(node.line(), "recipients, %s: more than %d addresses".formatted(channel, MOST), "write the address of a mailing list");
      return List.of();
    }
    List<String> addresses = new ArrayList<>();
    for (YamlNode item : node instanceof YamlNode.Items items ? items.items() : List.of(node)) {
      String address = item instanceof YamlNode.Scalar scalar ? scalar.text() : "";
      addresses.add(address);
      Address.fault(channel, address).ifPresent(f -> findings.add(item.line(), "recipients, %s: %s".formatted(channel, f.what()), f.instead()));
    }
    return List.copyOf(addresses);
  }
}
