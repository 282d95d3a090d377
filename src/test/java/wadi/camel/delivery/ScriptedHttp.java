package wadi.camel.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers each request as it is told: a status, header fields after it, then an empty line and the body. Without a body
 * of its own it answers as Africa's Talking does.
 */
final class ScriptedHttp extends ScriptedServer {
  /** @param head request line and header fields as they came */
  record Request(List<String> head, String body) {
    String header(String name) {
      return head.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();

  List<Request> requests() {
    return requests;
  }

  @Override
  void serve(BufferedReader in, Socket client) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.add(line);
    }
    if (head.isEmpty()) {
      return;
    }
    int length = Integer.parseInt(new Request(head, "").header("Content-Length"));
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      read += in.read(body, read, length - read);
    }
    requests.add(new Request(List.copyOf(head), new String(body)));
    switch (action) {
      case HANGS -> hang(in);
      case HANGS_UP -> reset(client);
      default -> answer(client);
    }
  }

  private void answer(Socket client) throws IOException {
    String[] parts = action.split("\n\n", 2);
    String[] lines = parts[0].split("\n");
    byte[] body = (parts.length == 2 ? parts[1] : "").getBytes(StandardCharsets.UTF_8);
    StringBuilder reply = new StringBuilder("HTTP/1.1 " + lines[0] + " Scripted\r\n");
    for (int i = 1; i < lines.length; i++) {
      reply.append(lines[i]).append("\r\n");
    }
    say(client, reply + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n" + new String(body, StandardCharsets.UTF_8));
  }
}
