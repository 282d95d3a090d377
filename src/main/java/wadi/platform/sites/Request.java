package wadi.platform.sites;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;
import wadi.platform.sites.PhaseTimes.Phase;

/** One GET over a connection of its own, which is of no use afterwards. */
final class Request {
  private static final Http1Config BOUNDS = Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16 * 1024).setMaxEmptyLineCount(10).build();
  private static final int MOST_INTERIM = 10;

  private final DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(BOUNDS, null, null, null, null, null,
      new DefaultHttpResponseParserFactory(BOUNDS));
  private final SiteUrl url;
  private final String userAgent;
  private final Optional<String> authorization;
  private final Optional<String> cookies;
  private ClassicHttpResponse response;

  Request(SiteUrl url, String userAgent, Optional<String> authorization, Optional<String> cookies) {
    this.url = url;
    this.userAgent = userAgent;
    this.authorization = authorization;
    this.cookies = cookies;
  }

  /** Sends it over a plain or secure connection, and reads the answer's headers. */
  Reply send(Socket socket, Deadline deadline, PhaseTimes times) throws IOException, HttpException {
    if (socket instanceof SSLSocket secure) {
      connection.bind(secure, socket);
    } else {
      connection.bind(socket);
    }
    connection.setSocketTimeout(Timeout.ofMilliseconds(deadline.millis()));
    connection.sendRequestHeader(request());
    connection.flush();
    int interim = 0;
    do {
      if (!connection.isDataAvailable(Timeout.ofMilliseconds(deadline.millis()))) {
        deadline.millis(); // else it was closed, which the next line says
      }
      times.enter(Phase.TRANSFER);
      response = connection.receiveResponseHeader();
    } while (response.getCode() < 200 && response.getCode() != 101 && ++interim < MOST_INTERIM);
    times.headers();
    return Reply.of(response, Body.NONE);
  }

  /** Reads the body that belongs to them, as far as {@code limit} goes; what was not read is lost with the connection. */
  Reply rest(long limit, boolean keep) throws IOException, HttpException {
    int status = response.getCode();
    if (status >= 200 && status != 204 && status != 304) {
      connection.receiveResponseEntity(response);
    }
    return Reply.of(response, Body.read(response, limit, keep));
  }

  private BasicClassicHttpRequest request() {
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
    request.setPath(url.target().path()); // not as a URI of its own: //other.example would be one
    request.setHeader("Host", url.place());
    request.setHeader("User-Agent", userAgent);
    request.setHeader("Accept", "*/*");
    request.setHeader("Accept-Encoding", "identity");
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    cookies.ifPresent(value -> request.setHeader("Cookie", value));
    request.setHeader("Connection", "close");
    return request;
  }
}
