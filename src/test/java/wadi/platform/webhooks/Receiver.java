package wadi.platform.webhooks;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import wadi.brokers.Certificate;

/** Somebody's server on a real socket of this machine, which keeps what was posted to it and answers as it is told. */
public final class Receiver implements AutoCloseable {
  /** @param head request line and header fields as they came */
  public record Request(List<String> head, String body) {
    public String header(String name) {
      return head.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }
  }

  /** What it does with a request. */
  public interface Answer {
    void give(Request request, InputStream in, OutputStream out) throws Exception;
  }

  public static final Answer HANGS = (request, in, out) -> in.read();
  public static final Answer HANGS_UP = (request, in, out) -> { };

  private final ServerSocket listening;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Answer answer = status(200);

  public Receiver() {
    this(ServerSocketFactory.getDefault());
  }

  /** With a certificate for localhost and 127.0.0.1. */
  public static Receiver encrypted() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var certificate = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(Certificate.get().certificate().getBytes(StandardCharsets.US_ASCII)));
    byte[] der = Base64.getMimeDecoder().decode(Certificate.get().key().replaceAll("-----.*?-----", ""));
    store.setKeyEntry("server", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)), new char[0], new java.security.cert.Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new Receiver(context.getServerSocketFactory());
  }

  private Receiver(ServerSocketFactory sockets) {
    try {
      listening = sockets.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Thread(this::accept, "receiver").start();
  }

  /** @param fields header fields, each {@code Name: value} */
  public static Answer status(int status, String... fields) {
    return (request, in, out) -> out.write(("HTTP/1.1 " + status + " Said\r\nContent-Length: 2\r\n" + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\nok")
        .getBytes(StandardCharsets.UTF_8));
  }

  public Receiver answers(Answer answer) {
    this.answer = answer;
    return this;
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public List<Request> requests() {
    return requests;
  }

  public int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        connections.incrementAndGet();
        open.add(client);
        new Thread(() -> talk(client), "receiver-dialogue").start();
      }
    } catch (IOException e) {
      // it no longer listens
    }
  }

  private void talk(Socket client) {
    try (client; InputStream in = new BufferedInputStream(client.getInputStream()); OutputStream out = client.getOutputStream()) {
      while (true) {
        Request request = read(in);
        requests.add(request);
        Answer now = answer;
        now.give(request, in, out);
        out.flush();
        if (now == HANGS_UP) {
          return;
        }
      }
    } catch (Exception e) {
      // the client left
    } finally {
      open.remove(client);
    }
  }

  private static Request read(InputStream in) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.add(line);
    }
    Request request = new Request(List.copyOf(head), "");
    return new Request(request.head(), new String(in.readNBytes(Integer.parseInt(request.header("Content-Length"))), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the client left");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
