package wadi.camel.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a real socket of loopback that does what it is told, wrong things above all. */
abstract class ScriptedServer implements AutoCloseable {
  static final String REFUSES = "refuses";
  static final String HANGS = "hangs";
  static final String HANGS_UP = "hangs up";

  private final int port;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile ServerSocket listening;
  protected volatile String when = "";
  protected volatile String action = "";

  ScriptedServer() {
    listen(0);
    port = listening.getLocalPort();
  }

  int port() {
    return port;
  }

  /** From now on it does this at that point of a dialogue, and its best otherwise. */
  void does(String when, String action) {
    hangUpOnAll();
    this.when = when;
    this.action = action;
    if (action.equals(REFUSES)) {
      stopListening();
    } else if (listening.isClosed()) {
      listen(port);
    }
  }

  abstract void serve(BufferedReader in, Socket client) throws IOException;

  static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }

  /** Leaves the client waiting until it gives up. */
  static void hang(BufferedReader in) throws IOException {
    while (in.read() >= 0) {
      continue;
    }
  }

  private void listen(int at) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at));
      listening = socket;
      new Thread(() -> accept(socket), "scripted-server").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        new Thread(() -> talk(client), "scripted-dialogue").start();
      }
    } catch (IOException e) {
      // it no longer listens
    }
  }

  private void talk(Socket client) {
    try (client; BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      serve(in, client);
    } catch (IOException e) {
      // the client left
    } finally {
      open.remove(client);
    }
  }

  /** Sends a reset, not an orderly end. */
  static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private void hangUpOnAll() {
    for (Socket client : open) {
      try {
        client.close();
      } catch (IOException e) {
        // it is gone already
      }
    }
  }

  private void stopListening() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stopListening();
    hangUpOnAll();
  }
}
