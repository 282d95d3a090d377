package wadi.platform.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.ApiKeyTable.Refused;
import wadi.platform.postgres.AuditTable.Actor;

/** What people do with API keys, over the operations API of a running Wadi or beside one that is stopped. Whoever makes a key hands over its hash only. */
public final class KeyChanges {
  private static final List<String> SHIPPED = List.of("intake", "fraud", "alerting", "mail", "notifications");
  /** Groups without a door of their own. */
  private static final List<String> NONE = List.of("delivery", "errors");
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
  private static final int HIGHEST_RATE = 1_000_000;

  private final ApiKeyTable table;
  private final Path home;
  private final Runnable changed;

  /** Why a change was not made, in words for the person who wanted it; {@code why} is empty when what they wrote can never be. */
  public static final class NotChanged extends RuntimeException {
    private final transient Optional<Refused> why;

    private NotChanged(String words, Optional<Refused> why) {
      super(words, null, false, false);
      this.why = why;
    }

    public Optional<Refused> why() {
      return why;
    }
  }

  /**
   * Over the keys of one database.
   *
   * @param home the folder of routes/, whose folders are scopes
   * @param changed is told after each change
   */
  public KeyChanges(ApiKeyTable table, Path home, Runnable changed) {
    this.table = table;
    this.home = home;
    this.changed = changed;
  }

  /** All there ever were, as JSON. */
  public String list() {
    return table.list();
  }

  /**
   * Makes one known.
   *
   * @param reuse also where there once was one of this name, which has ended
   * @throws NotChanged when there is one of this name, or this key is known
   */
  public void create(String name, String hash, Collection<String> scopes, OptionalInt rate, boolean reuse, Actor actor) {
    check(name, hash);
    if (scopes.isEmpty()) {
      throw wrong("A scope is missing: one of " + String.join(", ", scopes()) + ".");
    }
    scopes.stream().filter(scope -> !scopes().contains(scope)).findFirst().ifPresent(unknown -> {
      throw wrong("There is no scope of the name %s; there are: %s.".formatted(unknown.replaceAll("[^\\w-]", "?"), String.join(", ", scopes())));
    });
    if (rate.isPresent() && (rate.getAsInt() < 1 || rate.getAsInt() > HIGHEST_RATE)) {
      throw wrong("The rate must be 1 to 1000000 requests a second.");
    }
    done(table.create(name, hash, scopes, rate, reuse, actor));
  }

  /** @throws NotChanged when there is none of this name */
  public void rotate(String name, String hash, Duration overlap, Actor actor) {
    check(name, hash);
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw wrong("The overlap must be 0s to 90d.");
    }
    done(table.rotate(name, hash, overlap, actor));
  }

  /** @throws NotChanged when there is none of this name */
  public void revoke(String name, Actor actor) {
    done(table.revoke(name, actor));
  }

  private static void check(String name, String hash) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw wrong("The name must be 1 to 64 letters, digits, dots, dashes and underscores, and begin with a letter or digit.");
    }
    if (!hash.matches("[0-9a-f]{64}")) {
      throw wrong("The hash must be the SHA-256 of the key in 64 hexadecimal digits, small letters.");
    }
  }

  private Set<String> scopes() {
    Set<String> scopes = new TreeSet<>(SHIPPED);
    try (Stream<Path> folders = Files.list(home.resolve("routes"))) {
      folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).filter(name -> !NONE.contains(name)).forEach(scopes::add);
    } catch (IOException e) {
      // those we ship it is then
    }
    return scopes;
  }

  private void done(Optional<Refused> refused) {
    refused.ifPresent(why -> {
      throw new NotChanged(why.words(), refused);
    });
    changed.run();
  }

  private static NotChanged wrong(String words) {
    return new NotChanged(words, Optional.empty());
  }
}
