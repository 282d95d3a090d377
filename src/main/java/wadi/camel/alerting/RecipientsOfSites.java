package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import wadi.domain.alerting.Severity;
import wadi.platform.ports.SiteRecipients;
import wadi.platform.ports.SiteRecipients.OfSite;

/** Who hears of the site that an alert is about. The alert says which site; who hears of it stands in the database, for producers do not choose that. */
final class RecipientsOfSites {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SiteRecipients sites;
  private final SiteRecipientsReader reader;

  /**
   * What a site says of one channel.
   *
   * @param where for the message that nobody is named
   * @param addresses nothing when it says nothing of this severity
   * @param faults what is wrong with it; then those of the file get the alert as well
   */
  record Said(String where, Optional<List<String>> addresses, List<String> faults) {}

  RecipientsOfSites(SiteRecipients sites, Set<String> channels) {
    this.sites = sites;
    this.reader = new SiteRecipientsReader(channels);
  }

  /** Nothing when the alert is about no site, or its site names nobody for the channel. */
  Optional<Said> of(String channel, Severity severity, Map<?, ?> alert) {
    boolean ofSite = "site".equals(alert.get("kind")) && alert.get("siteId") instanceof Integer;
    return ofSite ? sites.of((Integer) alert.get("siteId")).flatMap(found -> said(found, channel, severity)) : Optional.empty();
  }

  private Optional<Said> said(OfSite site, String channel, Severity severity) {
    String where = "the site " + site.site();
    SiteRecipientsReader.Read read;
    try {
      read = reader.read(JSON.readValue(site.recipients(), Object.class));
    } catch (JsonProcessingException e) {
      return Optional.of(new Said(where, Optional.empty(), List.of("its recipients are no JSON")));
    }
    List<String> faults = read.faults().stream().filter(fault -> fault.channel().equals(channel) || fault.channel().isEmpty())
        .map(SiteRecipientsReader.Fault::text).collect(Collectors.toList());
    return read.channels().containsKey(channel) || !faults.isEmpty()
        ? Optional.of(new Said(where, Optional.ofNullable(read.channels().getOrDefault(channel, Map.of()).get(severity)), faults)) : Optional.empty();
  }
}
