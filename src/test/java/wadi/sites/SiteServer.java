package wadi.sites;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * Many web sites on real sockets of this machine: the first part of a path is a site's name, {@code /shop/index.html}. Each answers as it is told, and may be
 * told something else at any time; 200 and {@code hello} until then.
 */
public final class SiteServer implements AutoCloseable {
  /** What came: the request line's path, and the header fields as they stood. */
  public record Request(String path, List<String> head) {
    /** Empty when there is none. */
    public String header(String name) {
      return head.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }
  }

  private static final Behaviour HELLO = Behaviour.page("hello");
  private static final int KEPT = 50;

  private final ServerSocket plain = listen(ServerSocketFactory.getDefault());
  private final Map<SiteCertificates.Kind, ServerSocket> secure = new EnumMap<>(SiteCertificates.Kind.class);
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Map<String, List<Request>> requests = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "site");
    thread.setDaemon(true);
    return thread;
  });

  public SiteServer() {
    threads.execute(() -> accept(plain));
  }

  /** Over http. */
  public String url(String site) {
    return "http://127.0.0.1:" + plain.getLocalPort() + "/" + site;
  }

  /** Over https, with a certificate of a kind. */
  public synchronized String url(String site, SiteCertificates.Kind kind) {
    ServerSocket listening = secure.computeIfAbsent(kind, missing -> {
      ServerSocket socket = listen(SiteCertificates.context(missing).getServerSocketFactory());
      threads.execute(() -> accept(socket));
      return socket;
    });
    return "https://localhost:" + listening.getLocalPort() + "/" + site;
  }

  public int port() {
    return plain.getLocalPort();
  }

  /** From now on the site answers so. */
  public SiteServer now(String site, Behaviour behaviour) {
    behaviours.put(site, behaviour);
    return this;
  }

  /** How many requests there were for a site. */
  public int count(String site) {
    AtomicInteger count = counts.get(site);
    return count == null ? 0 : count.get();
  }

  /** The first of a site's requests. */
  public List<Request> requests(String site) {
    return requests.getOrDefault(site, List.of());
  }

  private static ServerSocket listen(ServerSocketFactory sockets) {
    try {
      return sockets.createServerSocket(0, 1_000, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket client = listening.accept();
        open.add(client);
        threads.execute(() -> talk(client));
      }
    } catch (IOException e) {
      // it no longer listens
    }
  }

  private void talk(Socket client) {
    try (client; InputStream in = new BufferedInputStream(client.getInputStream()); OutputStream out = client.getOutputStream()) {
      Request request = read(in);
      String site = request.path().split("[/?]")[1];
      List<Request> kept = requests.computeIfAbsent(site, name -> new CopyOnWriteArrayList<>());
      if (kept.size() < KEPT) {
        kept.add(request);
      }
      counts.computeIfAbsent(site, name -> new AtomicInteger()).incrementAndGet();
      behaviours.getOrDefault(site, HELLO).answer(new Visit(request, client, out));
    } catch (Exception e) {
      // the client left
    } finally {
      open.remove(client);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String path = line(in).split(" ")[1];
    List<String> head = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.add(line);
    }
    return new Request(path, List.copyOf(head));
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
      closed.countDown();
      plain.close();
      for (ServerSocket listening : secure.values()) {
        listening.close();
      }
      for (Socket client : open) {
        client.close();
      }
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request, and the connection to answer it on. */
  public final class Visit {
    private final Request request;
    private final Socket client;
    private final OutputStream out;

    private Visit(Request request, Socket client, OutputStream out) {
      this.request = request;
      this.client = client;
      this.out = out;
    }

    public String path() {
      return request.path();
    }

    public Request request() {
      return request;
    }

    /** At once, in ISO 8859-1. */
    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** As long as the server runs. */
    public void pause(Duration pause) throws InterruptedException, IOException {
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the server is closed");
      }
    }

    /** RST instead of FIN. */
    public void reset() throws IOException {
      client.setSoLinger(true, 0);
      client.close();
    }
  }
}
