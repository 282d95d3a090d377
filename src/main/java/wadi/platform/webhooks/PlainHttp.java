package wadi.platform.webhooks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP and nothing more: no redirects, cookies, proxies, logins, repetitions, compression or upgrades, and answers whose fields have an end.
 */
final class PlainHttp {
  private static final int CONNECTIONS = 128;
  private static final int CONNECTIONS_OF_HOST = 8;
  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_LINE = 8_192;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final long LONGEST_IDLE_SECONDS = 20;
  private static final long OLDEST_SECONDS = 60;
  /** A connection used a moment ago is trusted; otherwise looking whether it was closed costs a millisecond. */
  private static final long TRUSTED_MILLIS = 10;

  private PlainHttp() {}

  /**
   * One to use.
   *
   * @param timeout of each step; the caller has a clock for them all
   * @param trusted who may have signed a receiver's certificate
   */
  static CloseableHttpClient client(DnsResolver names, Duration timeout, SSLContext trusted) {
    Timeout most = Timeout.of(timeout);
    var connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted))
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
            .http1Config(Http1Config.custom().setMaxHeaderCount(MOST_FIELDS).setMaxLineLength(LONGEST_LINE).setMaxEmptyLineCount(MOST_FIELDS).build()).build())
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)).setSocketTimeout(most)
            .setTimeToLive(OLDEST_SECONDS, TimeUnit.SECONDS).setValidateAfterInactivity(TimeValue.ofMilliseconds(TRUSTED_MILLIS)).build())
        .setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS_OF_HOST).build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(most).setResponseTimeout(most).setRedirectsEnabled(false)
            .setAuthenticationEnabled(false).setContentCompressionEnabled(false).setProtocolUpgradeEnabled(false).build())
        .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableAutomaticRetries().disableContentCompression()
        .disableDefaultUserAgent().disableConnectionState().evictExpiredConnections().evictIdleConnections(TimeValue.ofSeconds(LONGEST_IDLE_SECONDS))
        .build();
  }
}
