package wadi.sms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/**
 * What a stand-in for an SMS provider took, and its control over HTTP on loopback:
 *
 * <pre>
 * GET  /messages          [{"to": "+44...", "from": "...", "text": "...", "ids": ["..."], "dataCoding": 0, "octets": "hex", "receipt": "DELIVRD"}]
 * GET  /totals            {"+447700900123": {"taken": 2, "delivered": 1, "failed": 0, "expired": 0}}: messages taken, and receipts that were acknowledged
 * GET  /bound             how many binds there are (SMPP)
 * POST /faults?failed=10  sets percentages ({@link SmsFaults}); each call adds to the ones before, /faults?clear=1 takes all away
 * POST /hang-up           ends every connection (SMPP)
 * POST /quit              ends the process
 * </pre>
 */
final class SmsLog implements AutoCloseable {
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, Map<String, Integer>> totals = new TreeMap<>();
  private final SmsFaults faults;
  private HttpServer control;

  /** A whole message, put together again. */
  record Message(String to, String from, String text, List<String> ids, int dataCoding, String octets, List<String> receipts) {}

  SmsLog(SmsFaults faults) {
    this.faults = faults;
  }

  synchronized void took(Message message) {
    messages.add(message);
    count(message.to(), "taken");
  }

  /** A receipt was acknowledged. */
  synchronized void acknowledged(String to, String what) {
    count(to, what);
  }

  private void count(String to, String what) {
    totals.computeIfAbsent(to, number -> new TreeMap<>(Map.of("taken", 0, "delivered", 0, "failed", 0, "expired", 0))).merge(what, 1, Integer::sum);
  }

  synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  synchronized int total(String to, String what) {
    return totals.getOrDefault(to, Map.of()).getOrDefault(what, 0);
  }

  /** Over all destinations. */
  synchronized int total(String what) {
    return totals.values().stream().mapToInt(counts -> counts.getOrDefault(what, 0)).sum();
  }

  /** Answers on this port; 0: any. Returns the port. */
  int control(int port, IntSupplier bound, Runnable hangUp) throws IOException {
    control = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    control.setExecutor(Executors.newCachedThreadPool(work -> {
      Thread thread = new Thread(work, "sms-control");
      thread.setDaemon(true);
      return thread;
    }));
    control.createContext("/messages", exchange -> answer(exchange, 200, json(messages())));
    control.createContext("/totals", exchange -> answer(exchange, 200, json(copyOfTotals())));
    control.createContext("/bound", exchange -> answer(exchange, 200, Integer.toString(bound.getAsInt())));
    control.createContext("/hang-up", exchange -> {
      hangUp.run();
      answer(exchange, 200, "{}");
    });
    control.createContext("/quit", exchange -> {
      answer(exchange, 200, "{}");
      System.exit(0);
    });
    control.createContext("/faults", this::fault);
    control.start();
    return control.getAddress().getPort();
  }

  private synchronized Map<String, Map<String, Integer>> copyOfTotals() {
    Map<String, Map<String, Integer>> copy = new LinkedHashMap<>();
    totals.forEach((to, counts) -> copy.put(to, new TreeMap<>(counts)));
    return copy;
  }

  private void fault(HttpExchange exchange) throws IOException {
    try {
      for (String pair : String.valueOf(exchange.getRequestURI().getQuery()).split("&")) {
        if (pair.equals("clear=1")) {
          faults.clear();
        } else {
          faults.set(pair.split("=")[0], Integer.parseInt(pair.split("=")[1]));
        }
      }
      answer(exchange, 200, "{}");
    } catch (RuntimeException e) {
      answer(exchange, 400, "{\"error\": \"" + e.getMessage() + "\"}");
    }
  }

  private static String json(Object value) throws IOException {
    return new ObjectMapper().writeValueAsString(value);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  @Override
  public void close() {
    if (control != null) {
      control.stop(0);
    }
  }
}
