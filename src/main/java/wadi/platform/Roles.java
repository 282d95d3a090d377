package wadi.platform;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which groups of routes take in work in this process: {@code roles}. A group is a folder of routes/. */
public final class Roles {
  /** The group of routes that others call when something fails; it is everywhere. */
  public static final String ERRORS = "errors";

  private static final String PROPERTY = "roles";
  private static final String ALL = "all";

  private final Set<String> groups;

  private Roles(Set<String> groups) {
    this.groups = groups;
  }

  public static Roles of(Settings settings) {
    Set<String> groups = new TreeSet<>();
    Stream.of(settings.optional(PROPERTY).orElse(ALL).split(",")).map(String::strip).filter(word -> !word.isEmpty()).forEach(groups::add);
    return new Roles(groups);
  }

  /** Whether routes of this group take in work here. */
  public boolean has(String group) {
    return groups.contains(ALL) || groups.contains(group) || group.equals(ERRORS);
  }

  /** As they were given, sorted. */
  public List<String> words() {
    return List.copyOf(groups);
  }

  /** Those that are no group. */
  public List<String> unknown(Collection<String> existing) {
    return groups.stream().filter(word -> !word.equals(ALL) && !existing.contains(word)).toList();
  }
}
