package wadi.runtime;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask again and again over connections they keep. A connection that ends is a failure: nobody but the client may end it.
 */
final class HttpTraffic implements AutoCloseable {
  private final int port;
  private final String path;
  private final Duration pause;
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Boolean> answers = new ConcurrentHashMap<>();
  private volatile boolean running = true;

  /** @param pause of each client between an answer and the next request */
  HttpTraffic(int port, String path, int connections, Duration pause) {
    this.port = port;
    this.path = path;
    this.pause = pause;
    for (int i = 0; i < connections; i++) {
      Thread client = new Thread(this::ask, "client-" + path + "-" + i);
      client.start();
      clients.add(client);
    }
  }

  private void ask() {
    byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (running) {
        socket.getOutputStream().write(request);
        read(in);
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (IOException e) {
      failures.add(path + ": " + e);
    }
  }

  private void read(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase();
      length = lower.startsWith("content-length:") ? Integer.parseInt(lower.substring(15).trim()) : length;
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    StringBuilder body = new StringBuilder();
    if (chunked) {
      for (int size = Integer.parseInt(line(in).trim(), 16); size > 0; size = Integer.parseInt(line(in).trim(), 16)) {
        body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
        line(in);
      }
      line(in);
    } else {
      body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
    if (status.startsWith("HTTP/1.1 200")) {
      answered.incrementAndGet();
      answers.put(body.toString(), true);
    } else {
      failures.add(path + ": " + status + " " + body);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was ended after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  long answered() {
    return answered.get();
  }

  /** What went wrong, the first few. */
  List<String> failures() {
    return failures.stream().limit(5).toList();
  }

  /** The different bodies that came. */
  List<String> answers() {
    return new TreeMap<>(answers).keySet().stream().toList();
  }

  /** Lets each client have its last answer. */
  @Override
  public void close() throws InterruptedException {
    running = false;
    for (Thread client : clients) {
      client.join();
    }
  }
}
