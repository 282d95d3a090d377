package wadi.camel.sites;

import java.util.Set;
import java.util.stream.Collectors;
import wadi.camel.delivery.Channel;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.Settings;

/**
 * What sites are judged by when somebody writes them down.
 *
 * @param usual what holds for what they leave out
 * @param allowsPrivate whether they may be inside: {@code sites.allow-private}
 * @param channels over which people are told
 */
public record SiteRules(SiteDefaults usual, boolean allowsPrivate, Set<String> channels) {
  public static SiteRules of(Settings settings) {
    return new SiteRules(SiteBeans.defaults(settings), settings.flag("sites.allow-private"), Channel.all(settings).stream().map(Channel::name).collect(Collectors.toUnmodifiableSet()));
  }
}
