package wadi.camel.delivery;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** A route for each channel. In Java because a hasty edit could lose messages or send them twice. */
public final class ReleaseChannels extends RouteBuilder {
  private static final String PREFIX = "release-";

  private final List<Channel> channels;

  public ReleaseChannels(List<Channel> channels) {
    this.channels = channels;
  }

  /** Whether a route of this id is one of these: they differ in the channel's name and nothing else. */
  public static boolean makes(String routeId) {
    return routeId.startsWith(PREFIX);
  }

  @Override
  public void configure() {
    channels.forEach(this::release);
  }

  private void release(Channel channel) {
    String provider = "{{" + channel.property("provider") + "}}";
    from("delivery:%s?provider=%s&budget={{%s:%s}}&zone={{%s:%s}}&concurrency={{%s:%d}}".formatted(channel.name(), provider,
        channel.property("budget"), Channel.BUDGET, channel.property("zone"), Channel.ZONE, channel.property("concurrency"), Channel.CONCURRENCY))
        .routeId(PREFIX + channel.name()).group("delivery")
        .description("Releases what waits for " + channel.name() + " by urgency as fast as the provider's budget allows")
        .errorHandler(noErrorHandler())
        .to("direct:send-" + channel.name() + "-" + provider);
  }
}
