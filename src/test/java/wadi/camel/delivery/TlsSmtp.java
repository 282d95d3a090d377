package wadi.camel.delivery;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import wadi.brokers.Certificate;

/** An SMTP server for localhost that encrypts from the first byte, after STARTTLS, or never; it wants a login where it offers one. */
final class TlsSmtp implements AutoCloseable {
  /** When it encrypts. */
  enum Tls { ALWAYS, STARTTLS, NEVER }

  private final ServerSocket socket = new ServerSocket(0); // also at 127.0.0.2, which its certificate does not name
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Tls tls;
  private final String login;

  /** @param login {@code user:password}, or empty for none */
  TlsSmtp(Tls tls, String login) throws IOException {
    this.tls = tls;
    this.login = login;
    new Thread(this::accept, "tls-smtp").start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Commands, those over TLS with {@code tls } before them. */
  List<String> heard() {
    return heard;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        new Thread(() -> talk(client), "tls-smtp-client").start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talk(Socket plain) {
    try (plain) {
      dialogue(tls == Tls.ALWAYS ? encrypted(plain) : plain, plain, true);
    } catch (IOException | GeneralSecurityException e) {
      // the client left
    }
  }

  private void dialogue(Socket client, Socket plain, boolean greets) throws IOException, GeneralSecurityException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    if (greets) {
      say(client, "220 here");
    }
    boolean secret = client instanceof SSLSocket;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add((secret ? "tls " : "") + line);
      String verb = line.split("[ :]")[0];
      switch (verb) {
        case "EHLO" -> say(client, "250-here" + (!secret && tls == Tls.STARTTLS ? "\r\n250-STARTTLS" : "") + (login.isEmpty() ? "" : "\r\n250-AUTH PLAIN") + "\r\n250 8BITMIME");
        case "STARTTLS" -> {
          say(client, "220 go on");
          dialogue(encrypted(plain), plain, false);
          return;
        }
        case "AUTH" -> say(client, new String(Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length()))).endsWith("\0" + login.replace(':', '\0'))
            ? "235 welcome" : "535 5.7.8 no");
        case "DATA" -> {
          say(client, "354 go on");
          String mail = in.readLine();
          while (mail != null && !mail.equals(".")) {
            mail = in.readLine();
          }
          say(client, "250 2.0.0 Ok: queued as 4F1");
        }
        default -> say(client, "250 ok");
      }
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  private static Socket encrypted(Socket plain) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var certificate = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(Certificate.get().certificate().getBytes()));
    byte[] der = Base64.getMimeDecoder().decode(Certificate.get().key().replaceAll("-----.*?-----", ""));
    PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    store.setKeyEntry("server", key, new char[0], new java.security.cert.Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
    socket.setUseClientMode(false);
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
