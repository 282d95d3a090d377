package wadi.camel.sites;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.camel.alerting.Silencing;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Change;
import wadi.domain.sites.Incident;
import wadi.domain.sites.Network;
import wadi.domain.sites.Result;
import wadi.domain.sites.SiteCheck;
import wadi.domain.sites.Track;
import wadi.domain.sites.Trouble;
import wadi.domain.sites.Watch;
import wadi.platform.ports.Ids;
import wadi.platform.ports.SiteIncidents;
import wadi.platform.ports.SiteIncidents.Open;

/** Named in YAML as {@code siteWatch}: opens and ends incidents, and says what must be told of them. */
public final class SiteWatch {
  private final SiteIncidents incidents;
  private final Silencing silences;
  private final Ids ids;
  private final Clock clock;

  public SiteWatch(SiteIncidents incidents, Silencing silences, Ids ids, Clock clock) {
    this.incidents = incidents;
    this.silences = silences;
    this.ids = ids;
    this.clock = clock;
  }

  /** Whether the check would open an incident because nobody could be reached: then others are worth a look. */
  boolean wouldOpen(SiteCheck check) {
    return isUnreachable(check) && availability(check, incidents.open(check.site().id())).stream().anyMatch(Change.Opened.class::isInstance);
  }

  /**
   * The alerts that a check raises; its incidents are written down with the transaction of this thread.
   *
   * @param network whether others answered, when it {@link #wouldOpen}
   */
  public List<Map<String, Object>> alerts(@Body SiteCheck check, @Variable("network") Network network) {
    List<Open> open = incidents.hold(check.site().id());
    Optional<Open> prober = of(Track.PROBER, open);
    boolean unreachable = isUnreachable(check);
    List<Map<String, Object>> alerts = new ArrayList<>();
    prober.filter(Open::ours).ifPresent(dark -> prober(check, dark, unreachable).ifPresent(alerts::add));
    boolean blind = unreachable && (network == Network.GONE || network != Network.SEEN && prober.filter(Open::ours).isPresent());
    List<Change> changes = availability(check, open);
    if (blind && changes.stream().anyMatch(Change.Opened.class::isInstance)) {
      if (prober.isEmpty()) {
        blind(check, changes).ifPresent(alerts::add);
      }
    } else {
      apply(check, changes, open, alerts);
    }
    apply(check, certificate(check, open), open, alerts);
    return alerts;
  }

  private List<Change> availability(SiteCheck check, List<Open> open) {
    return next(check, Result.ofAvailability(check.seen()), Track.AVAILABILITY, open);
  }

  private List<Change> certificate(SiteCheck check, List<Open> open) {
    return Result.ofCertificate(check.seen()).map(result -> next(check, result, Track.CERTIFICATE, open)).orElse(List.of());
  }

  /** Of most sites there is nothing to say, and nothing is asked. */
  private List<Change> next(SiteCheck check, Result result, Track track, List<Open> open) {
    Optional<Incident> before = of(track, open).map(Open::incident);
    if (result.isGood() && before.isEmpty()) {
      return List.of();
    }
    int after = check.site().after();
    List<Result> earlier = after > 1 ? incidents.before(check, track, after - 1) : List.of();
    return new Watch(check.site().id(), after).next(Stream.concat(Stream.of(result), earlier.stream()).toList(), before, ids::next);
  }

  /** While no site is seen, each that is not counts; the first that is ends it. */
  private Optional<Map<String, Object>> prober(SiteCheck check, Open dark, boolean unreachable) {
    Incident grown = dark.incident().with(Result.ofAvailability(check.seen()));
    if (unreachable) {
      return keep(grown, dark.silenced(), check);
    }
    Instant at = check.seen().at();
    return incidents.end(dark.incident(), at) && !dark.silenced() ? Optional.of(SiteAlerts.ended(dark.incident(), ids.next(), check.site(), at, now())) : Optional.empty();
  }

  private Optional<Map<String, Object>> blind(SiteCheck check, List<Change> changes) {
    Incident site = changes.get(changes.size() - 1).incident();
    Incident dark = new Incident(site.id(), Optional.empty(), Trouble.PROBER, site.beganAt(), site.openedAt(), site.checks(), site.causes(), Optional.of(ids.next()));
    return incidents.begin(dark) ? Optional.of(SiteAlerts.begun(dark, check.site(), now())) : Optional.empty();
  }

  private void apply(SiteCheck check, List<Change> changes, List<Open> open, List<Map<String, Object>> alerts) {
    for (Change change : changes) {
      Incident incident = change.incident();
      boolean silenced = of(incident.trouble().track(), open).filter(Open::silenced).isPresent();
      if (change instanceof Change.Opened) {
        Incident told = incident.toldBy(ids.next());
        if (incidents.begin(told)) {
          alerts.add(SiteAlerts.begun(told, check.site(), now()));
        }
      } else if (change instanceof Change.Worsened worsened) {
        incidents.end(incident, worsened.at());
      } else if (change instanceof Change.Ended ended) {
        if (incidents.end(incident, ended.at()) && !silenced) {
          alerts.add(SiteAlerts.ended(incident, ids.next(), check.site(), ended.at(), now()));
        }
      } else {
        keep(incident, silenced && change instanceof Change.Lasts lasts && lasts.bad(), check).ifPresent(alerts::add);
      }
    }
  }

  /** It is told now when its alert was silenced and such a one would not be any more. */
  private Optional<Map<String, Object>> keep(Incident incident, boolean untold, SiteCheck check) {
    if (untold) {
      Incident told = incident.toldBy(ids.next());
      Map<String, Object> alert = SiteAlerts.begun(told, check.site(), now());
      if (silences.by(alert).isEmpty()) {
        incidents.keep(told);
        return Optional.of(alert);
      }
    }
    incidents.keep(incident);
    return Optional.empty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Optional<Open> of(Track track, List<Open> open) {
    return open.stream().filter(one -> one.incident().trouble().track() == track).findFirst();
  }

  private static boolean isUnreachable(SiteCheck check) {
    return check.seen().causes().stream().anyMatch(cause -> cause.kind() == Cause.Kind.UNREACHABLE);
  }
}
