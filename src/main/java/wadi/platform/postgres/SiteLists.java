package wadi.platform.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.domain.sites.SiteEntry;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.SiteTable.NotChanged;
import wadi.platform.postgres.SiteTable.Stored;

/** Many sites at once: those that somebody imports, and those of the file that goes live. All of them, or none. */
public final class SiteLists {
  private final Database database;
  private final SiteTable table;

  /** What became of them. {@code disabled}: those that no longer stand in the file. */
  public record Brought(int added, int changed, int unchanged, int disabled) {}

  public SiteLists(Database database) {
    this.database = database;
    this.table = new SiteTable(database);
  }

  /**
   * Adds what is not there, and changes what is: by number where one is given, else by name.
   *
   * @throws NotChanged when a name is another site's, or a site stands in the file
   */
  public Brought bring(List<SiteEntry> sites, Actor actor) {
    return table.change(() -> {
      Brought brought = new Round(SiteTable.TABLE).bring(sites);
      new AuditTable(database).write(actor, "import-sites", "sites", "%d added, %d changed, %d as before".formatted(brought.added(), brought.changed(), brought.unchanged()));
      return brought;
    });
  }

  /**
   * The file says these now: a site of the table with the name of one becomes that one; what stood there and does not any more is disabled, and is the
   * table's again, so that what was seen of it stays.
   */
  public Brought live(List<SiteEntry> sites) {
    boolean nothing = sites.isEmpty() && table.query("where origin = ?", SiteTable.FILE).isEmpty();
    return nothing ? new Brought(0, 0, 0, 0) : table.change(() -> new Round(SiteTable.FILE).live(sites));
  }

  /** One change, which sees the table as it was before, and what it has done to it itself. */
  private final class Round {
    private final String origin;
    private final Map<Integer, Stored> byId = new HashMap<>();
    private final Map<String, Set<Integer>> byTitle = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private int added;
    private int changed;
    private int unchanged;

    Round(String origin) {
      this.origin = origin;
      table.all().forEach(this::know);
    }

    private void know(Stored site) {
      byId.put(site.id(), site);
      byTitle.computeIfAbsent(site.entry().title(), title -> new HashSet<>()).add(site.id());
    }

    Brought live(List<SiteEntry> sites) {
      List<Stored> before = byId.values().stream().filter(Stored::isOfFile).toList();
      Brought brought = bring(sites);
      List<Stored> gone = before.stream().filter(site -> !seen.contains(site.id())).toList();
      gone.forEach(site -> table.update(site.id(), site.entry().enabled(false), SiteTable.TABLE));
      return new Brought(brought.added(), brought.changed(), brought.unchanged(), gone.size());
    }

    Brought bring(List<SiteEntry> sites) {
      List<String> faults = new ArrayList<>();
      sites.forEach(site -> fault(site).ifPresentOrElse(faults::add, () -> bring(site)));
      if (!faults.isEmpty()) {
        throw new NotChanged(faults.stream().limit(10).collect(Collectors.joining(" ")) + (faults.size() > 10 ? " And %d more.".formatted(faults.size() - 10) : ""), false);
      }
      return new Brought(added, changed, unchanged, 0);
    }

    /** The one it is about; empty: a new one. */
    private Stream<Integer> target(SiteEntry site) {
      return site.id().isPresent() ? Stream.of(site.id().getAsInt()).filter(byId::containsKey) : byTitle.getOrDefault(site.title(), Set.of()).stream();
    }

    private Optional<String> fault(SiteEntry site) {
      List<Integer> targets = target(site).sorted().toList();
      if (targets.size() > 1) {
        return Optional.of("There are several sites of the name %s: %s; give the id of the one that is meant.".formatted(site.title(), targets));
      }
      if (!origin.equals(SiteTable.FILE) && targets.stream().anyMatch(id -> byId.get(id).isOfFile())) {
        return Optional.of("%s stands in routes/sites/sites.yaml; change it there.".formatted(site.title()));
      }
      boolean taken = site.name().isPresent() && byTitle.getOrDefault(site.title(), Set.of()).stream().anyMatch(id -> !targets.contains(id));
      return taken ? Optional.of("The name %s is that of site %s.".formatted(site.title(), byTitle.get(site.title()))) : Optional.empty();
    }

    private void bring(SiteEntry site) {
      Optional<Integer> target = target(site).findFirst();
      int id = target.orElseGet(() -> table.insert(site, origin));
      if (target.isEmpty()) {
        added++;
      } else if (table.update(id, site, origin)) {
        changed++;
      } else {
        unchanged++;
      }
      target.map(byId::get).ifPresent(before -> byTitle.get(before.entry().title()).remove(id));
      know(new Stored(id, site.with(id), origin));
      seen.add(id);
    }
  }
}
