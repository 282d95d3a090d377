package wadi.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that goes away and comes back on the same port, and remembers in which order mails came. */
final class ScriptedSmtp implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> subjects = new CopyOnWriteArrayList<>();
  private final List<Long> refusals = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  ScriptedSmtp() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    new Thread(this::accept, "scripted-smtp").start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Hangs up on everybody, and on whoever comes. */
  void goAway() throws IOException {
    away = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  void comeBack() {
    away = false;
  }

  /** In the order they came; each ended with our 250. */
  List<String> subjects() {
    return List.copyOf(subjects);
  }

  /** When somebody came while it was away, in nanoseconds. */
  List<Long> refusals() {
    return List.copyOf(refusals);
  }

  void forget() {
    subjects.clear();
    refusals.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (away) {
          refusals.add(System.nanoTime());
          socket.close();
        } else {
          open.add(socket);
          new Thread(() -> serve(socket), "scripted-smtp-connection").start();
        }
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      say(socket, "220 scripted");
      String subject = null;
      boolean data = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (data && line.equals(".")) {
          data = false;
          subjects.add(subject);
          say(socket, "250 taken");
        } else if (data) {
          subject = line.startsWith("Subject: ") ? line.substring(9) : subject;
        } else if (line.startsWith("DATA")) {
          data = true;
          say(socket, "354 go on");
        } else {
          say(socket, line.startsWith("QUIT") ? "221 bye" : "250 fine");
        }
      }
    } catch (IOException e) {
      // the other side is gone, or we went away
    } finally {
      open.remove(socket);
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
