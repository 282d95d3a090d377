package wadi.platform.budgets;

import java.util.List;
import java.util.Optional;
import wadi.platform.postgres.BudgetTable.Lane;

/** What the files say about budgets: each channel with its providers in their order, and which people are told when they do not suffice. */
public record Setup(List<Way> channels, List<Person> people) {

  /** A channel. */
  public record Way(String channel, List<Lane> lanes) {}

  /** Somebody, and over which channel. */
  public record Person(String channel, String address) {}

  /** The channel of this name. */
  public Optional<Way> way(String channel) {
    return channels.stream().filter(way -> way.channel().equals(channel)).findFirst();
  }
}
