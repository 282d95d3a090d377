package wadi.platform.sites;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpException;
import wadi.domain.sites.Cause.Kind;
import wadi.platform.sites.PhaseTimes.Phase;
import wadi.platform.targets.TargetRefused;

/** One probe's way from a site's URL over its redirects to an answer. What was seen stands here, however it ends. */
final class Journey {
  private final Tools tools;
  private final Wanted wanted;
  private final Duration timeout;
  private final Deadline deadline;
  private final PhaseTimes times = new PhaseTimes();
  private final Addresses addresses;
  private final CookieJar cookies = new CookieJar();
  private final Set<String> visited = new HashSet<>();
  private Optional<Reply> last = Optional.empty();
  private Optional<String> address = Optional.empty();
  private Optional<Instant> expires = Optional.empty();
  private Optional<String> redirectedTo = Optional.empty();

  Journey(Tools tools, Wanted wanted, Duration timeout) {
    this.tools = tools;
    this.wanted = wanted;
    this.timeout = timeout;
    this.deadline = Deadline.in(timeout);
    this.addresses = new Addresses(tools.names(), tools.settings().allowPrivate());
  }

  /** @throws ProbeFault when there is no answer */
  Reply travel(SiteUrl start, Credentials credentials) throws ProbeFault {
    SiteUrl url = start;
    for (int redirects = 0;; redirects++) {
      Optional<String> shown = cookies.of(url);
      if (!visited.add(url.text() + " " + shown.orElse(""))) {
        throw new ProbeFault(Kind.UNREACHABLE, "it redirects in a circle");
      }
      Reply reply = visit(url, new Request(url, tools.settings().userAgent(), credentials.to(url), shown));
      if (reply.location().isEmpty()) {
        return reply;
      }
      SiteUrl next = next(url, reply.location().get());
      redirectedTo = Optional.of(next.text());
      if (isAnswer(reply)) {
        return reply;
      }
      if (redirects == tools.settings().redirects()) {
        throw new ProbeFault(Kind.UNREACHABLE, "it redirects more than %d times".formatted(redirects));
      }
      cookies.keep(url, reply.headers("Set-Cookie"));
      url = next;
    }
  }

  private static SiteUrl next(SiteUrl url, String location) throws ProbeFault {
    try {
      return url.to(location);
    } catch (TargetRefused e) {
      throw new ProbeFault(Kind.UNREACHABLE, "%s redirects to no URL: %s".formatted(url.place(), e.getMessage()));
    }
  }

  /** A redirect is one too where its status is expected. */
  private boolean isAnswer(Reply reply) {
    return reply.location().isEmpty() || wanted.expectations().statuses().contains(reply.status());
  }

  private Reply visit(SiteUrl url, Request request) throws ProbeFault {
    try {
      if (url.target().address().isEmpty()) {
        times.enter(Phase.RESOLVE);
      }
      var reachable = addresses.of(url, deadline);
      times.enter(Phase.CONNECT);
      Socket socket = Connector.connect(reachable, url.target().port(), deadline);
      try (Alarm.Watch watch = tools.alarm().over(socket, deadline)) {
        address = Optional.of(socket.getInetAddress().getHostAddress());
        Socket talking = url.target().secure() ? secured(socket, url) : socket;
        times.enter(Phase.PROCESSING);
        Reply reply = seen(request.send(talking, deadline, times));
        return isAnswer(reply) ? seen(request.rest(tools.settings().bodyLimit(), wanted.needsBody())) : reply;
      }
    } catch (IOException | HttpException e) {
      throw new Faults(url.place(), times.now(), Tools.words(timeout)).of(e, deadline.isOver());
    } finally {
      times.stop();
    }
  }

  private Socket secured(Socket socket, SiteUrl url) throws IOException {
    times.enter(Phase.TLS);
    Handshake handshake = new Handshake(tools.settings().trusted());
    try {
      return handshake.over(socket, url.target().host(), url.target().port());
    } finally {
      expires = Stream.of(expires, handshake.expires()).flatMap(Optional::stream).min(Instant::compareTo);
    }
  }

  private Reply seen(Reply reply) {
    last = Optional.of(reply);
    return reply;
  }

  PhaseTimes times() {
    return times;
  }

  /** The last answer, also one that sent us elsewhere or was not read to its end. */
  Optional<Reply> last() {
    return last;
  }

  /** Connected to last. */
  Optional<String> address() {
    return address;
  }

  /** When the first of all certificates that were shown expires. */
  Optional<Instant> expires() {
    return expires;
  }

  /** Where the last redirect led. */
  Optional<String> redirectedTo() {
    return redirectedTo;
  }
}
