// The yardstick for bench/run: the JSON work of Wadi's intake on a bare Vert.x server, and nothing else.
// It also takes SMS as Africa's Talking does, for the part notifications.
// It parses the request, checks the three keys, masks the card, makes its fingerprint and builds the reply
// Wadi would give. It stores nothing, screens nothing but the amount, and has no routes.
//
//   java -Xmx512m -cp 'target/lib/*' bench/BareHandler.java PORT

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class BareHandler extends AbstractVerticle {

    private static final List<String> KEYS = List.of("order", "paymentMethod", "payment");
    private static final double HELD_FROM = 20_000;
    private static final long EPOCH_2025 = 1_735_689_600_000L;
    private static final AtomicLong LAST_ID = new AtomicLong((System.currentTimeMillis() - EPOCH_2025) << 12);

    private final ObjectMapper json = new ObjectMapper();
    private final int port;
    private Mac mac;

    /** What Wadi would store. Kept in a volatile field so that no work can be optimised away. */
    record Entry(long id, String card, String fingerprint) {}
    static volatile Entry last;

    BareHandler(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Vertx vertx = Vertx.vertx();
        // One instance per event loop: a single server would use only one of them.
        var instances = new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
        vertx.deployVerticle(() -> new BareHandler(port), instances).onFailure(e -> {
            System.err.println(e);
            System.exit(1);
        });
    }

    @Override
    public void start(Promise<Void> started) throws GeneralSecurityException {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key for the bench, thirty-two b".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void receive(HttpServerRequest request) {
        if (request.path().equals("/version1/messaging")) {
            request.body().onSuccess(body -> take(request.response()));
        } else if (request.path().equals("/v1/traces")) {
            request.body().onSuccess(spans -> request.response().putHeader("Content-Type", "application/x-protobuf").end());
        } else if (!request.path().equals("/transact")) {
            request.response().setStatusCode(404).end();
        } else if (request.method() != HttpMethod.POST) {
            request.response().setStatusCode(405).end();
        } else {
            request.body().onSuccess(body -> answer(request.response(), body));
        }
    }

    /** As Africa's Talking takes an SMS. */
    private static void take(HttpServerResponse response) {
        response.setStatusCode(201).putHeader("Content-Type", "application/json").end(
                "{\"SMSMessageData\":{\"Message\":\"Sent to 1/1\",\"Recipients\":[{\"statusCode\":101,\"number\":\"+447700900000\",\"status\":\"Success\","
                + "\"cost\":\"KES 0.8000\",\"messageId\":\"ATXid_" + LAST_ID.incrementAndGet() + "\"}]}}");
    }

    private void answer(HttpServerResponse response, Buffer body) {
        try {
            Map<?, ?> transaction = json.readValue(body.getBytes(), Map.class);
            if (!transaction.keySet().containsAll(KEYS)
                    || !(transaction.get("payment") instanceof Map<?, ?> payment)) {
                response.setStatusCode(422).end();
                return;
            }
            String card = String.valueOf(payment.get("card"));
            long id = LAST_ID.incrementAndGet();
            last = new Entry(id, mask(card), fingerprint(card));
            boolean held = payment.get("amount") instanceof Number amount && amount.doubleValue() >= HELD_FROM;
            response.setStatusCode(held ? 402 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(json.writeValueAsBytes(reply(id, held))));
        } catch (IOException malformed) {
            response.setStatusCode(400).end();
        }
    }

    private static String mask(String card) {
        if (card.length() < 13) {
            return "*".repeat(card.length());
        }
        return card.substring(0, 6) + "*".repeat(card.length() - 10) + card.substring(card.length() - 4);
    }

    private String fingerprint(String card) {
        return HexFormat.of().formatHex(mac.doFinal(card.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> reply(long id, boolean held) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("code", held ? 15 : 18);
        status.put("status", held ? "TRANSACTION_ALERT_DONE" : "TRANSACTION_PAYMENT_COMPLETE");
        status.put("fraudStatus", held);
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("fraudulent", held);
        verdict.put("decision", held ? "held" : "clean");
        verdict.put("score", held ? 100 : 0);
        verdict.put("reasons", held ? List.of(Map.of("code", "LARGE_AMOUNT", "text", "The amount is large")) : List.of());
        verdict.put("rules", "3f2a9c41d07b");
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("message", held ? "Transaction Held" : "Transaction Successfull");
        reply.put("transactionID", id);
        reply.put("transactionStatus", status);
        reply.put("verdict", verdict);
        return reply;
    }
}
