package wadi.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which of the parked messages. */
final class ParkedFilter {
  @Option(names = "--kind", description = "delivery or dead-letter.")
  private String kind;

  @Option(names = "--channel", description = "Deliveries over this channel, for example email.")
  private String channel;

  @Option(names = "--route", description = "What came by this route.")
  private String route;

  @Option(names = "--provider", description = "Deliveries that this provider was to send last.")
  private String provider;

  @Option(names = "--error", paramLabel = "TEXT", description = "What was parked for a reason that contains this.")
  private String error;

  @Option(names = "--status", description = "parked (the default) or expired: deliveries that were too late.")
  private String status;

  boolean isEmpty() {
    return kind == null && channel == null && route == null && provider == null && error == null && status == null;
  }

  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("kind", kind);
    query.put("channel", channel);
    query.put("route", route);
    query.put("provider", provider);
    query.put("error", error);
    query.put("status", status);
    return query;
  }
}
