package wadi.camel.delivery;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.RouteDefinition;
import wadi.platform.Settings;

/** A route for each channel. In Java because a hasty edit could lose messages or send them twice. */
public final class ReleaseChannels extends RouteBuilder {
  private static final String PREFIX = "release-";

  private final Settings settings;

  public ReleaseChannels(Settings settings) {
    this.settings = settings;
  }

  /** Whether a route of this id is one of these: they differ in the channel's name and nothing else. */
  public static boolean makes(String routeId) {
    return routeId.startsWith(PREFIX);
  }

  @Override
  public void configure() {
    Channel.all(settings).forEach(this::release);
  }

  private void release(Channel channel) {
    List<String> providers = channel.providers(settings);
    RouteDefinition route = from("delivery:%s?providers=%s".formatted(channel.name(), String.join(",", providers)))
        .routeId(PREFIX + channel.name()).group("delivery")
        .description("Releases what waits for " + channel.name() + " by urgency as fast as the budgets of its providers allow")
        .errorHandler(noErrorHandler());
    if (providers.size() == 1) {
      route.to(send(channel, providers.get(0)));
      return;
    }
    ChoiceDefinition choice = route.choice();
    for (String provider : providers) {
      choice.when(simple("${body[provider]} == '" + provider + "'")).to(send(channel, provider));
    }
  }

  private static String send(Channel channel, String provider) {
    return "direct:send-" + channel.name() + "-" + provider;
  }
}
