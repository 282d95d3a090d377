package wadi.camel.sites;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import wadi.camel.PassingFault;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Network;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.platform.Beside;
import wadi.platform.ports.SiteIncidents;
import wadi.platform.ports.SiteProber;
import wadi.platform.sites.ShownUrl;

/**
 * Named in YAML as {@code siteControl}: before somebody is told that a site cannot be reached, some others are looked at, for it may be our own
 * network. What it saw counts for a moment for all sites, so that a thousand that fail at once are not three thousand looks more.
 */
public final class SiteControl {
  private static final int ENOUGH = 2;
  private static final int MOST = 3;
  private static final int CHOICE = 200;
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final SiteWatch watch;
  private final SiteIncidents incidents;
  private final SiteProber prober;
  private final LongSupplier stopwatch;
  private List<Look> looks = List.of();
  private long lookedAt;

  private record Look(String host, boolean answered) {}

  /** @param stopwatch nanoseconds since some time or other */
  public SiteControl(SiteWatch watch, SiteIncidents incidents, SiteProber prober, LongSupplier stopwatch) {
    this.watch = watch;
    this.incidents = incidents;
    this.prober = prober;
    this.stopwatch = stopwatch;
  }

  /** Takes as long as the slowest look, 2 seconds at most, and no time when the check raises no alarm; so it belongs before the transaction. */
  public Network look(@Body SiteCheck check) throws Exception {
    try {
      return watch.wouldOpen(check) ? others(check.site()) : Network.UNKNOWN;
    } catch (RuntimeException e) {
      throw PassingFault.orSelf(e);
    }
  }

  private synchronized Network others(Site site) {
    String host = host(site);
    Network known = stopwatch.getAsLong() - lookedAt < FRESH.toNanos() ? judge(host) : Network.UNKNOWN;
    if (known != Network.UNKNOWN) {
      return known;
    }
    List<Site> chosen = choose(incidents.others(site.id(), CHOICE), host);
    if (chosen.size() < ENOUGH) {
      return Network.UNKNOWN;
    }
    List<CompletableFuture<Look>> asked = chosen.stream().map(other -> Beside.run("look-at-other-sites", () -> look(other))).toList();
    looks = asked.stream().map(CompletableFuture::join).toList();
    lookedAt = stopwatch.getAsLong();
    return judge(host);
  }

  private Look look(Site other) {
    return new Look(host(other), prober.probe(other).causes().stream().noneMatch(cause -> cause.kind() == Cause.Kind.UNREACHABLE));
  }

  private Network judge(String host) {
    List<Look> others = looks.stream().filter(look -> !look.host().equals(host)).toList();
    return others.stream().anyMatch(Look::answered) ? Network.SEEN : others.size() >= ENOUGH ? Network.GONE : Network.UNKNOWN;
  }

  private static List<Site> choose(List<Site> others, String host) {
    Set<String> hosts = new HashSet<>(Set.of(host));
    List<Site> chosen = new ArrayList<>();
    for (Site other : others) {
      if (chosen.size() < MOST && hosts.add(host(other))) {
        chosen.add(other);
      }
    }
    return chosen;
  }

  private static String host(Site site) {
    return ShownUrl.host(site.url()).orElse(site.url());
  }
}
