package wadi.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fraud check service that misbehaves on the wire in the ways services do. It finds nothing fraudulent. */
public final class MoodyFraudPolice implements AutoCloseable {
  /** How it answers. */
  public enum Mood {
    WELL, SLOW, HANGS, DRIPS, GARBAGE, NO_HTTP, ENDLESS, FAILS, RESETS, CUTS_SHORT, REFUSES, UNTIL_TOLD
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final String VERDICT = "{\"code\":200,\"message\":{\"isFraud\":false}}";

  private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "moody-fraud-police");
    thread.setDaemon(true);
    return thread;
  });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final long slowMillis;
  private volatile Mood mood = Mood.WELL;
  private ServerSocket server;

  /** @param slowMillis how long an answer takes in {@link Mood#SLOW} */
  public MoodyFraudPolice(int port, long slowMillis) throws IOException {
    this.slowMillis = slowMillis;
    listen(port);
  }

  private void listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    server = socket;
    threads.execute(() -> {
      try {
        while (true) {
          Socket connection = socket.accept();
          open.add(connection);
          threads.execute(() -> serve(connection));
        }
      } catch (IOException e) {
        // closed
      }
    });
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + FraudPolice.PATH;
  }

  /** How many whole requests reached it. */
  public int asked() {
    return asked.get();
  }

  /** From now on, also on connections that are there. */
  public void mood(Mood next) throws IOException {
    Mood before = mood;
    mood = next;
    if (next == Mood.REFUSES) {
      server.close();
      hangUp();
    } else if (before == Mood.REFUSES) {
      listen(server.getLocalPort());
    }
  }

  /** Closes every connection, as a service does that is restarted. */
  void hangUp() {
    open.forEach(MoodyFraudPolice::close);
    open.clear();
  }

  /** Answers those who wait for it in {@link Mood#UNTIL_TOLD}. */
  void tell() {
    told.countDown();
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (readRequest(in)) {
        asked.incrementAndGet();
        answer(connection, connection.getOutputStream());
      }
    } catch (IOException e) {
      // whoever asked has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
    }
  }

  private void answer(Socket connection, OutputStream out) throws IOException, InterruptedException {
    switch (mood) {
      case WELL -> write(out, reply("200 OK", VERDICT));
      case SLOW -> {
        end.await(slowMillis, TimeUnit.MILLISECONDS);
        write(out, reply("200 OK", VERDICT));
      }
      case UNTIL_TOLD -> {
        told.await();
        write(out, reply("200 OK", VERDICT));
      }
      case HANGS -> end.await();
      case DRIPS -> {
        for (byte next : reply("200 OK", VERDICT).getBytes(StandardCharsets.US_ASCII)) {
          out.write(next);
          end.await(200, TimeUnit.MILLISECONDS);
        }
      }
      case GARBAGE -> write(out, reply("200 OK", "<html>It works!</html>"));
      case NO_HTTP -> {
        write(out, "\u0016\u0003\u0001 this is another protocol\r\n".repeat(10));
        connection.close();
      }
      case ENDLESS -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        while (true) {
          write(out, " ".repeat(8_192));
        }
      }
      case FAILS -> write(out, reply("500 Internal Server Error", "{\"code\":500,\"message\":{\"isFraud\":false}}"));
      case CUTS_SHORT -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"code\":200,");
        connection.close();
      }
      case RESETS, REFUSES -> {
        connection.setSoLinger(true, 0);
        connection.close();
      }
      default -> throw new IllegalStateException();
    }
  }

  private static String reply(String status, String body) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** False at the end of the connection. */
  private static boolean readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.write(next);
    }
    Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
    return !length.find() || in.readNBytes(Integer.parseInt(length.group(1))).length == Integer.parseInt(length.group(1));
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    told.countDown();
    server.close();
    hangUp();
    threads.shutdownNow();
  }
}
