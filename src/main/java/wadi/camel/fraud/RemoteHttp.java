package wadi.camel.fraud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;

/** {@code fraud-http:}, Camel's {@code http:} for transactions that wait for their verdict: a call ends when its time is over. */
public final class RemoteHttp extends HttpComponent {
  /** Costs a millisecond; a connection used a moment ago is trusted. The client's own two seconds miss a service that was restarted. */
  private static final TimeValue LOOK_WHETHER_CLOSED_AFTER = TimeValue.ofMilliseconds(10);
  private static final long IDLE_SECONDS = 30;

  private final Duration most;
  private final int connections;
  private final List<BasicHeader> credentials;
  private final List<PoolingHttpClientConnectionManager> pools = new CopyOnWriteArrayList<>();

  /**
   * One to use.
   *
   * @param most how long a call may take in all
   * @param connections at most, and calls at the same time; others wait, within their own time
   * @param key what the service asks for, if it does: an API key
   */
  public RemoteHttp(Duration most, int connections, Optional<String> key) {
    this.most = most;
    this.connections = connections;
    this.credentials = key.map(word -> new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + word)).stream().toList();
    setMaxTotalConnections(connections);
    setConnectionsPerRoute(connections);
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    ThreadPoolProfile profile = new ThreadPoolProfile("fraud-remote");
    profile.setPoolSize(connections);
    profile.setMaxPoolSize(connections);
    profile.setMaxQueueSize(-1);
    profile.setKeepAliveTime(IDLE_SECONDS);
    profile.setTimeUnit(TimeUnit.SECONDS);
    profile.setAllowCoreThreadTimeOut(true);
    ExecutorService threads = getCamelContext().getExecutorServiceManager().newThreadPool(this, "fraud-remote", profile);
    setHttpClientConfigurer(client -> client.setDefaultHeaders(credentials).addExecInterceptorFirst("deadline", new Deadline(most, threads)));
  }

  @Override
  protected HttpClientConnectionManager createConnectionManager(Registry<ConnectionSocketFactory> sockets, int total, int perRoute, SocketConfig options) {
    HttpClientConnectionManager manager = super.createConnectionManager(sockets, total, perRoute, options);
    if (manager instanceof PoolingHttpClientConnectionManager pool) {
      pool.setValidateAfterInactivity(LOOK_WHETHER_CLOSED_AFTER);
      pools.add(pool);
    }
    return manager;
  }

  /** Connections with a call under way. */
  public int used() {
    return sum(PoolStats::getLeased);
  }

  /** Connections that wait for the next call. */
  public int idle() {
    return sum(PoolStats::getAvailable);
  }

  private int sum(ToIntFunction<PoolStats> number) {
    return pools.stream().map(PoolingHttpClientConnectionManager::getTotalStats).mapToInt(number).sum();
  }
}
