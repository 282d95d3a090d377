package wadi.camel.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wadi.camel.alerting.Address;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.budgets.Setup;

/** What the properties say about budgets, and who is told when they do not suffice. */
public final class BudgetSetup {
  static final String NOTIFY = "delivery.forecast.notify";
  private static final String EXAMPLE = "write for example \"email:desk@example.org, sms:+447700900123\", or nothing";

  private BudgetSetup() {}

  /** @throws StartupException names the property, its value and what would be right */
  public static Setup of(Settings settings) {
    List<Setup.Way> ways = Channel.all(settings).stream().map(channel -> new Setup.Way(channel.name(), channel.providers(settings).stream()
        .map(provider -> channel.lane(provider, key -> settings.optional(key).orElse(""))).toList())).sorted((a, b) -> a.channel().compareTo(b.channel())).toList();
    List<Setup.Person> people = new ArrayList<>();
    for (String entry : entries(settings.optional(NOTIFY).orElse(""))) {
      int colon = entry.indexOf(':');
      String channel = entry.substring(0, Math.max(0, colon)).strip();
      String address = entry.substring(colon + 1).strip();
      if (ways.stream().noneMatch(way -> way.channel().equals(channel))) {
        throw new StartupException("The property %s has \"%s\", which does not begin with a channel (%s) and a colon; %s.".formatted(NOTIFY, entry,
            String.join(", ", ways.stream().map(Setup.Way::channel).toList()), EXAMPLE));
      }
      Address.fault(channel, address).ifPresent(fault -> {
        throw new StartupException("The property %s is wrong: %s; %s.".formatted(NOTIFY, fault.what(), fault.instead()));
      });
      people.add(new Setup.Person(channel, address));
    }
    return new Setup(ways, List.copyOf(people));
  }

  /** Whether somebody is told over this channel. */
  static boolean names(String notify, String channel) {
    return entries(notify).stream().anyMatch(entry -> entry.startsWith(channel + ":"));
  }

  private static List<String> entries(String notify) {
    return Arrays.stream(notify.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
  }
}
