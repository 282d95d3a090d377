package wadi.sms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Africa's Talking on loopback, as its documents say (https://developers.africastalking.com/docs/sms/sending/bulk and
 * https://developers.africastalking.com/docs/sms/notifications), with the faults of {@link SmsFaults}; {@code drop} and {@code silent} take the
 * message. It sends "Sent" and then "Success", "Failed" or "Expired" to the path for reports, each until it is answered 200.
 *
 * <p>As a process of its own: {@code java -cp ... wadi.sms.AfricasTalkingSimulator REPORTS-URL [PORT [CONTROL-PORT]]}; it prints
 * {@code africastalking PORT control PORT} when it listens, and is asked and told over HTTP as {@link SmsLog} says.
 */
public final class AfricasTalkingSimulator implements AutoCloseable {
  private static final String PATH = "/version1/messaging";
  private static final long AGAIN_MILLIS = 300;
  private static final long SILENCE_SECONDS = 60;

  private final SmsFaults faults = new SmsFaults();
  private final SmsLog log = new SmsLog(faults);
  private final AtomicInteger ids = new AtomicInteger();
  private final URI reports;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool(AfricasTalkingSimulator::daemon);
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2, AfricasTalkingSimulator::daemon);

  /** @param reports where its reports go */
  AfricasTalkingSimulator(URI reports, int port) throws IOException {
    this.reports = reports;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(threads);
    server.createContext(PATH, this::take);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "africastalking-simulator");
    thread.setDaemon(true);
    return thread;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    AfricasTalkingSimulator simulator = new AfricasTalkingSimulator(URI.create(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 0);
    int control = simulator.log.control(args.length > 2 ? Integer.parseInt(args[2]) : 0, () -> 0, () -> { });
    System.out.println("africastalking " + simulator.port() + " control " + control);
    System.out.flush();
    Thread.currentThread().join();
  }

  int port() {
    return server.getAddress().getPort();
  }

  SmsFaults faults() {
    return faults;
  }

  SmsLog log() {
    return log;
  }

  private void take(HttpExchange call) throws IOException {
    Map<String, String> form = form(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (!call.getRequestHeaders().containsKey("ApiKey")) {
      answer(call, 401, "The supplied authentication is invalid");
    } else if (List.of("username", "to", "message").stream().anyMatch(name -> form.getOrDefault(name, "").isEmpty())) {
      answer(call, 400, "Request is missing required form field");
    } else if (faults.strikes("throttled")) {
      answer(call, 429, "Too many requests");
    } else if (faults.strikes("full")) {
      answer(call, 503, "Service unavailable");
    } else if (faults.strikes("lost")) {
      call.close();
    } else if (faults.strikes("refused")) {
      answer(call, 201, reply("Sent to 0/1 Total Cost: 0", 403, form.get("to"), "InvalidPhoneNumber", "None"));
    } else {
      keep(call, form);
    }
  }

  private void keep(HttpExchange call, Map<String, String> form) throws IOException {
    String id = "ATXid_" + ids.incrementAndGet();
    String to = form.get("to");
    String status = faults.strikes("failed") ? "Failed" : faults.strikes("expired") ? "Expired" : "Success";
    log.took(new SmsLog.Message(to, form.getOrDefault("from", ""), form.get("message"), List.of(id), 0, "", List.of(status)));
    boolean mute = faults.strikes("mute");
    boolean early = faults.strikes("early");
    int times = mute ? 0 : faults.strikes("repeated") ? 2 : 1;
    Runnable reporting = () -> {
      for (int i = 0; i < times; i++) {
        report(id, to, "Sent", 0);
        report(id, to, status, 0);
      }
    };
    if (early) {
      reporting.run();
    }
    if (faults.strikes("silent")) {
      later.schedule(call::close, SILENCE_SECONDS, TimeUnit.SECONDS);
    } else if (faults.strikes("drop")) {
      call.close();
    } else {
      pause(faults.value("slow"));
      answer(call, 201, reply("Sent to 1/1 Total Cost: KES 0.8000", 101, to, "Success", id));
    }
    if (!early) {
      later.schedule(reporting, faults.value("delay"), TimeUnit.MILLISECONDS);
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String id, String to, String status, int tries) {
    String form = "id=%s&status=%s&phoneNumber=%s&networkCode=62120%s&retryCount=%d".formatted(id, status, URLEncoder.encode(to, StandardCharsets.UTF_8),
        status.equals("Failed") ? "&failureReason=DeliveryFailure" : "", tries);
    HttpRequest request = HttpRequest.newBuilder(reports).timeout(Duration.ofSeconds(10)).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)).build();
    http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
      if (failure != null || response.statusCode() != 200) {
        later.schedule(() -> report(id, to, status, tries + 1), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } else if (!status.equals("Sent")) {
        log.acknowledged(to, Map.of("Success", "delivered", "Expired", "expired").getOrDefault(status, "failed"));
      }
    });
  }

  private static String reply(String message, int code, String number, String status, String id) {
    return """
        {"SMSMessageData": {"Message": "%s", "Recipients": [{"statusCode": %d, "number": "%s", "status": "%s", "cost": "KES 0.8000", "messageId": "%s"}]}}"""
        .formatted(message, code, number, status, id);
  }

  private static Map<String, String> form(String text) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static void answer(HttpExchange call, int status, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
    call.sendResponseHeaders(status, octets.length);
    call.getResponseBody().write(octets);
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
    threads.shutdownNow();
    log.close();
  }
}
