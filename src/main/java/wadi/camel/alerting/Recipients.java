package wadi.camel.alerting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.alerting.Severity;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ports.DeadLetter;
import wadi.platform.ports.DeadLetters;
import wadi.platform.ports.SiteRecipients;

/** Who gets which alert: routes/alerting/recipients.yaml. Named in YAML as {@code recipients}. */
public final class Recipients {
  private static final String NAME = "routes/alerting/recipients.yaml";
  /** Whom mails about alerts go to, whatever the file says. */
  public static final String MAILS_TO = "alerting.email.to";
  /** The same for push messages. */
  public static final String PUSHES_TO = "alerting.push.to";
  /** The same for webhooks. */
  public static final String WEBHOOKS_TO = "alerting.webhook.to";

  private static final String EMAIL = "email";
  private static final String PUSH = "push";
  private static final String WEBHOOK = "webhook";
  private static final List<String> SEVERITIES = Stream.of(Severity.values()).map(Severity::word).toList();

  private final Map<String, Map<Severity, List<String>>> channels;
  private final DeadLetters deadLetters;
  private final RecipientsOfSites sites;

  private Recipients(Map<String, Map<Severity, List<String>>> channels, DeadLetters deadLetters, RecipientsOfSites sites) {
    this.channels = channels;
    this.deadLetters = deadLetters;
    this.sites = sites;
  }

  /**
   * @param known the channels there are
   * @param sites have recipients of their own, which count more
   * @throws InvalidFiles with everything that is wrong with the file
   */
  public static Recipients load(Path file, Set<String> known, DeadLetters deadLetters, SiteRecipients sites) {
    Findings findings = new Findings(Check.RECIPIENTS, file.toString());
    Map<String, Map<Severity, List<String>>> channels = read(file, known, findings);
    findings.refuse();
    return new Recipients(channels, deadLetters, new RecipientsOfSites(sites, known));
  }

  /** The same, but mails go to these addresses, divided by commas, whatever the severity; empty: to those of the file. */
  public Recipients mailingTo(Optional<String> addresses) {
    return reaching(EMAIL, addresses);
  }

  /** The same, but push messages go to these devices. */
  public Recipients pushingTo(Optional<String> tokens) {
    return reaching(PUSH, tokens);
  }

  /** The same, but webhooks go to these addresses. */
  public Recipients postingTo(Optional<String> urls) {
    return reaching(WEBHOOK, urls);
  }

  private Recipients reaching(String channel, Optional<String> addresses) {
    Map<String, Map<Severity, List<String>>> changed = new LinkedHashMap<>(channels);
    addresses.ifPresent(list -> {
      Map<Severity, List<String>> all = new LinkedHashMap<>();
      Stream.of(Severity.values()).forEach(severity -> all.put(severity, divided(list)));
      changed.put(channel, all);
    });
    return new Recipients(changed, deadLetters, sites);
  }

  /** @throws StartupException when the addresses that count more than the file are none */
  public static void check(Settings settings) {
    check(settings, MAILS_TO, EMAIL);
    check(settings, PUSHES_TO, PUSH);
    check(settings, WEBHOOKS_TO, WEBHOOK);
  }

  private static void check(Settings settings, String property, String channel) {
    settings.optional(property).ifPresent(list -> divided(list).forEach(address -> Address.fault(channel, address).ifPresent(fault -> {
      throw new StartupException("The property %s is wrong: %s; %s.".formatted(property, fault.what(), fault.instead()));
    })));
  }

  private static List<String> divided(String list) {
    return Stream.of(list.split(",")).map(String::strip).toList();
  }

  private static Map<String, Map<Severity, List<String>>> read(Path file, Set<String> known, Findings findings) {
    Map<String, Map<Severity, List<String>>> channels = new LinkedHashMap<>();
    try {
      // A channel has a property delivery.<channel>.provider; that is where the known ones come from.
      List<String> names = new ArrayList<>(new TreeSet<>(known));
      Keys keys = Keys.of(YamlReader.read(Files.readString(file), findings), "the list of channels", findings, List.of(), names);
      for (String channel : keys == null ? List.<String>of() : names) {
        keys.node(channel).ifPresent(node -> channels.put(channel, bySeverity(channel, node, findings)));
      }
    } catch (IOException e) {
      findings.add(0, "cannot be read: " + e.getClass().getSimpleName(), "");
    }
    return channels;
  }

  private static Map<Severity, List<String>> bySeverity(String channel, YamlNode node, Findings findings) {
    Map<Severity, List<String>> recipients = new LinkedHashMap<>();
    Keys keys = Keys.of(node, channel, findings, List.of(), SEVERITIES);
    for (String severity : keys == null ? List.<String>of() : SEVERITIES) {
      keys.node(severity).ifPresent(list -> recipients.put(Severity.of(severity), addresses(channel, severity, list, findings)));
    }
    return recipients;
  }

  private static List<String> addresses(String channel, String severity, YamlNode node, Findings findings) {
    if (!(node instanceof YamlNode.Items items)) {
      findings.add(node.line(), "%s, %s: this is no list".formatted(channel, severity), "write a list such as [one, another], or leave the line out");
      return List.of();
    }
    List<String> addresses = new ArrayList<>();
    for (YamlNode item : items.items()) {
      String address = item instanceof YamlNode.Scalar scalar ? scalar.text() : "";
      addresses.add(address);
      Address.fault(channel, address).ifPresent(f -> findings.add(item.line(), "%s, %s: %s".formatted(channel, severity, f.what()), f.instead()));
    }
    return List.copyOf(addresses);
  }

  /** Whether anybody gets such an alert of this severity over this channel. */
  public boolean has(String channel, String severity, Exchange exchange) {
    return sites.of(channel, Severity.of(severity), alert(exchange)).map(said -> !addresses(said, channel, severity).isEmpty())
        .orElseGet(() -> !ofFile(channel, severity).isEmpty());
  }

  /**
   * The addresses that get such an alert of this severity over this channel. When an alert is sent over a channel where
   * nobody is named, the other channels still get it, and it is written down that somebody is missing.
   */
  public List<String> of(String channel, String severity, Exchange exchange) {
    return named(channel, severity, alert(exchange));
  }

  /** Beside values in YAML, Camel gives a method its exchange, and of anything else null. */
  private static Map<?, ?> alert(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof Map<?, ?> alert ? alert : Map.of();
  }

  List<String> named(String channel, String severity, Map<?, ?> alert) {
    Optional<RecipientsOfSites.Said> said = sites.of(channel, Severity.of(severity), alert);
    said.ifPresent(site -> site.faults().forEach(fault -> park(channel, site.where() + " has recipients that cannot be used: " + fault)));
    List<String> addresses = said.map(site -> addresses(site, channel, severity)).orElseGet(() -> ofFile(channel, severity));
    boolean wanted = said.filter(site -> site.addresses().isPresent()).isPresent(); // an empty list of a site means nobody
    if (addresses.isEmpty() && !wanted) {
      park(channel, "%s names nobody for %s alerts over %s".formatted(said.map(RecipientsOfSites.Said::where).orElse(NAME), severity, channel));
    }
    return addresses;
  }

  /** Rather too many than too few: where something is wrong with those of the site, those of the file hear of it too. */
  private List<String> addresses(RecipientsOfSites.Said said, String channel, String severity) {
    List<String> ofFile = said.faults().isEmpty() ? List.of() : ofFile(channel, severity);
    return Stream.concat(said.addresses().orElse(List.of()).stream(), ofFile.stream()).distinct().toList();
  }

  private List<String> ofFile(String channel, String severity) {
    return channels.getOrDefault(channel, Map.of()).getOrDefault(Severity.of(severity), List.of());
  }

  private void park(String channel, String reason) {
    String route = "deliver-" + channel;
    deadLetters.park(new DeadLetter(route, route, null, reason, "", null));
  }
}
