package wadi.camel.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/** The points of its dialogue: greeting, EHLO, MAIL, RCPT, DATA, end of data. */
final class ScriptedSmtp extends ScriptedServer {
  private static final Map<String, String> FINE = Map.of("greeting", "220 ready", "EHLO", "250 scripted", "MAIL", "250 2.1.0 ok",
      "RCPT", "250 2.1.5 ok", "DATA", "354 go on", "end of data", "250 2.0.0 queued");

  @Override
  void serve(BufferedReader in, Socket client) throws IOException {
    if (!reply("greeting", in, client)) {
      return;
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verb = line.split(" ")[0];
      if (verb.equals("QUIT")) {
        say(client, "221 bye\r\n");
        return;
      }
      if (!FINE.containsKey(verb)) {
        say(client, "250 ok\r\n");
      } else if (!reply(verb, in, client)) {
        return;
      } else if (verb.equals("DATA") && !when.equals("DATA")) {
        String mail = in.readLine();
        while (mail != null && !mail.equals(".")) {
          mail = in.readLine();
        }
        if (!reply("end of data", in, client)) {
          return;
        }
      }
    }
  }

  /** Whether the dialogue goes on. */
  private boolean reply(String point, BufferedReader in, Socket client) throws IOException {
    if (!when.equals(point)) {
      say(client, FINE.get(point) + "\r\n");
      return true;
    }
    switch (action) {
      case HANGS -> hang(in);
      case HANGS_UP -> reset(client);
      default -> say(client, action + "\r\n");
    }
    return !action.equals(HANGS) && !action.equals(HANGS_UP);
  }
}
