package wadi.platform.connect;

import java.util.Optional;

/**
 * Something that Wadi reaches over the network.
 *
 * @param name for people
 * @param address without passwords
 * @param contact reaches it; empty when it is inside Wadi and starts with it
 */
public record Neighbour(String name, String address, Optional<Contact> contact) {

  /** Reaches a neighbour and leaves it as it is. */
  @FunctionalInterface
  public interface Contact {
    /** Returns when it has answered; throws when it does not, or does not want us. */
    void make() throws Exception;
  }

  /** One that has to be reached. */
  static Neighbour at(String name, String address, Contact contact) {
    return new Neighbour(name, address, Optional.of(contact));
  }

  /** One that Wadi brings. */
  static Neighbour inside(String name) {
    return new Neighbour(name, "inside", Optional.empty());
  }
}
