package wadi.platform.smpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;
import wadi.platform.broker.CaCertificates;

/** Connects to a centre with an end to the waiting; with TLS only to one whose certificate is for its name. */
final class SmppSocket implements ConnectionFactory {
  private final SmppAccount account;

  SmppSocket(SmppAccount account) {
    this.account = account;
  }

  @Override
  public Connection createConnection(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      int millis = millis(account.timeout());
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return new SocketConnection(account.tls() ? encrypted(socket, host, port, millis) : socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket encrypted(Socket plain, String host, int port, int millis) throws IOException {
    SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(millis);
    socket.startHandshake();
    return socket;
  }

  private SSLContext context() throws IOException {
    try {
      return account.ca().isPresent() ? CaCertificates.of("delivery.sms.smpp.tls.ca", account.ca().get()).context() : SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  static int millis(Duration duration) {
    return (int) duration.toMillis();
  }
}
