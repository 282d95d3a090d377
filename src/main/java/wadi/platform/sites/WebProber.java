package wadi.platform.sites;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.sites.Answer;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.Judgement;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Phases;
import wadi.domain.sites.Site;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ports.SiteProber;
import wadi.platform.targets.TargetRefused;

/**
 * Looks at a site as a visitor without a past would: each look is a connection of its own, on the caller's thread, and over within the site's time whatever
 * the other side does.
 */
public final class WebProber implements SiteProber, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebProber.class);

  private final Tools tools;
  private final Function<String, String> environment;
  private final Clock clock;

  WebProber(ProbeSettings settings, Names.Source names, Function<String, String> environment, Clock clock) {
    this.tools = new Tools(settings, new Names(names), new Alarm());
    this.environment = environment;
    this.clock = clock;
  }

  /** @throws StartupException when a property cannot be used */
  public static WebProber of(Settings settings, Clock clock) {
    return new WebProber(ProbeSettings.of(settings), InetAddress::getAllByName, System::getenv, clock);
  }

  /** What is wrong with the way a site is described, as far as that can be seen without looking at it: sentences without a full stop. */
  public static List<String> faults(String url, Expectations expectations) {
    List<String> faults = new ArrayList<>();
    try {
      SiteUrl.of(url);
    } catch (TargetRefused e) {
      faults.add(e.getMessage());
    }
    new Wanted(expectations).faults().forEach(fault -> faults.add(fault.text()));
    return faults;
  }

  @Override
  public Observation probe(Site site) {
    Instant at = clock.instant();
    Wanted wanted = new Wanted(site.expectations());
    Journey journey = new Journey(tools, wanted, site.timeout());
    List<Cause> causes = new ArrayList<>(wanted.faults());
    try {
      SiteUrl url = url(site);
      Reply reply = journey.travel(url, Credentials.of(site, url, environment));
      Phases phases = journey.times().phases();
      Answer answer = new Answer(reply.status(), phases.headers().orElse(phases.total()), journey.redirectedTo(), journey.expires());
      Judgement judgement = Judgement.of(wanted.expectations(), answer, new ReadContent(reply, wanted), at);
      causes.addAll(judgement.causes());
      return observation(at, journey, phases, judgement.hasRegexp(), causes);
    } catch (ProbeFault e) {
      causes.add(e.toCause());
      causes.addAll(Judgement.ofCertificate(wanted.expectations(), journey.expires(), at));
      return observation(at, journey, journey.times().phases(), Optional.empty(), causes);
    } catch (RejectedExecutionException e) {
      throw e; // we are stopping, which says nothing of the site
    } catch (RuntimeException e) {
      LOG.error("Site {} cannot be looked at", site.id(), e);
      causes.add(new Cause(Cause.Kind.UNREACHABLE, "it cannot be looked at: " + e.getClass().getSimpleName()));
      return observation(at, journey, journey.times().phases(), Optional.empty(), causes);
    }
  }

  private static SiteUrl url(Site site) throws ProbeFault {
    try {
      return SiteUrl.of(site.url());
    } catch (TargetRefused e) {
      throw ProbeFault.unwatched("its URL cannot be used: " + e.getMessage());
    }
  }

  private static Observation observation(Instant at, Journey journey, Phases phases, Optional<Boolean> hasRegexp, List<Cause> causes) {
    return new Observation(at, journey.last().map(Reply::status), phases, journey.last().map(reply -> reply.body().bytes()).orElse(0L), journey.address(), journey.expires(),
        hasRegexp, List.copyOf(causes));
  }

  @Override
  public void close() {
    tools.close();
  }
}
