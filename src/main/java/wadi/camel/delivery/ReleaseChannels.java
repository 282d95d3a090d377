package wadi.camel.delivery;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** A route for each channel. In Java because a hasty edit could lose messages or send them twice. */
public final class ReleaseChannels extends RouteBuilder {
  private final List<Channel> channels;

  public ReleaseChannels(List<Channel> channels) {
    this.channels = channels;
  }

  @Override
  public void configure() {
    channels.forEach(this::release);
  }

  private void release(Channel channel) {
    String provider = "{{" + channel.property("provider") + "}}";
    from("delivery:%s?provider=%s&budget={{%s:%s}}&zone={{%s:%s}}&concurrency={{%s:%d}}".formatted(channel.name(), provider,
        channel.property("budget"), Channel.BUDGET, channel.property("zone"), Channel.ZONE, channel.property("concurrency"), Channel.CONCURRENCY))
        .routeId("release-" + channel.name()).group("delivery")
        .description("Releases what waits for " + channel.name() + " by urgency as fast as the provider's budget allows")
        .errorHandler(noErrorHandler())
        .to("direct:send-" + channel.name() + "-" + provider);
  }
}
