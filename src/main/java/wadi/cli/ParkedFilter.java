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

  boolean isEmpty() {
    return kind == null && channel == null && route == null;
  }

  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("kind", kind);
    query.put("channel", channel);
    query.put("route", route);
    return query;
  }
}
