package wadi.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which of the deliveries. */
final class DeliveryFilter {
  @Option(names = "--status", description = "One, or several divided by commas: waiting, delayed, leased, submitted, delivered, parked, expired, cancelled.")
  private String status;

  @Option(names = "--channel", description = "Over this channel, for example email.")
  private String channel;

  @Option(names = "--provider", description = "That this provider sends, or was to send last.")
  private String provider;

  @Option(names = "--route", description = "What came by this route.")
  private String route;

  @Option(names = "--recipient", description = "To exactly this one.")
  private String recipient;

  @Option(names = "--alert", paramLabel = "ID", description = "Of this alert.")
  private Long alert;

  @Option(names = "--error", paramLabel = "TEXT", description = "Whose last error contains this.")
  private String error;

  boolean isEmpty() {
    return query().values().stream().allMatch(value -> value == null);
  }

  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("status", status);
    query.put("channel", channel);
    query.put("provider", provider);
    query.put("route", route);
    query.put("recipient", recipient);
    query.put("alert", alert == null ? null : alert.toString());
    query.put("error", error);
    return query;
  }
}
