package wadi.platform.webhooks;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.CaCertificates;
import wadi.platform.ports.Webhooks;
import wadi.platform.targets.TargetRefused;
import wadi.platform.targets.TargetUrl;

/**
 * Posts to addresses that others gave us: only to hosts that may be posted to, never elsewhere because an answer says so, within a time that
 * holds for looking up the name, connecting, sending and the answer together, and so that a host that is dead takes little of it from others.
 */
public final class WebhookClient implements Webhooks, AutoCloseable {
  /** Also those that wait for a name server, which nothing ends. */
  private static final int THREADS = 128;
  private static final String CA = "webhooks.tls.ca";
  private static final long IDLE_SECONDS = 30;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration BUSY = Duration.ofSeconds(2);

  private final TargetCheck check;
  private final SigningSecrets secrets;
  private final Clock clock;
  private final Duration timeout;
  private final CloseableHttpClient http;
  private final HostGates gates = new HostGates(System::nanoTime);
  /** By the names of their keys. */
  private final Map<String, ClientGate> clients = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), WebhookClient::thread);

  WebhookClient(Settings settings, CardKey cards, Clock clock, TargetCheck.Names names) {
    this.check = TargetCheck.of(settings);
    this.secrets = SigningSecrets.of(settings, cards);
    this.clock = clock;
    this.timeout = settings.duration("webhooks.timeout");
    if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new StartupException("The property webhooks.timeout is \"%s\"; it must be from 1ms to 1m.".formatted(settings.text("webhooks.timeout")));
    }
    this.http = PlainHttp.client(new CheckedNames(check, names), timeout, settings.optional(CA).map(ca -> CaCertificates.of(CA, ca).contextBesideJavas())
        .orElseGet(SSLContexts::createDefault));
  }

  /** @throws StartupException when a property cannot be used */
  public static WebhookClient of(Settings settings, CardKey cards, Clock clock) {
    return new WebhookClient(settings, cards, clock, InetAddress::getAllByName);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "webhook");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Posted post(Call call) {
    TargetUrl target;
    try {
      target = check.accept(call.url());
    } catch (TargetRefused e) {
      return new Posted(Ending.FORBIDDEN, 0, Duration.ZERO, e.getMessage());
    }
    OnePost post = new OnePost(http, target, call, secrets, clock);
    ClientGate client = clients.computeIfAbsent(call.client(), name -> new ClientGate(System::nanoTime));
    Optional<Duration> turn = client.enter(post);
    if (turn.isPresent()) {
      return notTried(turn.get(), "few posts of its client at the same time for a while, as some of them were slow");
    }
    HostGate gate = gates.of(target.host(), target.port());
    Optional<Duration> pause = gate.enter(post);
    if (pause.isPresent()) {
      client.leave(post);
      return notTried(pause.get(), "the host is left alone for a while, as posts to it get no answer or wait for one");
    }
    Future<Posted> running;
    try {
      running = threads.submit(() -> through(client, gate, post));
    } catch (RejectedExecutionException e) {
      gate.leave(post, true);
      client.leave(post);
      return notTried(BUSY, "too many posts at the same time");
    }
    return await(running, post);
  }

  private static Posted through(ClientGate client, HostGate gate, OnePost post) {
    boolean answered = false;
    try {
      Posted posted = post.run();
      answered = posted.ending() == Ending.ANSWERED || posted.ending() == Ending.FORBIDDEN;
      return posted;
    } finally {
      gate.leave(post, answered);
      client.leave(post);
    }
  }

  private Posted await(Future<Posted> running, OnePost post) {
    try {
      return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return post.giveUp("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return post.giveUp("we were stopped");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Posted notTried(Duration pause, String words) {
    return new Posted(Ending.NOT_TRIED, 0, pause, words);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }
}
