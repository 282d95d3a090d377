// Alerts end to end: sends held transactions as fast as the connections allow and times each one
// from its 402 answer to its mail. Used by bench/run; one JSON line per measured run on standard output.
//
//   java -cp 'target/lib/*' bench/Alerts.java sink  --url URL --smtp-port PORT [options]
//   java -cp 'target/lib/*' bench/Alerts.java inbox --url URL --inbox URL      [options]
//
//   sink     is the mail server: Wadi must have been started with DELIVERY_EMAIL_SMTP_PORT=PORT
//   inbox    asks Wadi's own inbox, which keeps the last 1,000 messages, so at most 900 alerts a run
//
//   --count N (2000)  --connections C (16)  --runs R (3)  --warmup N (2000)
//   --patience SECONDS (60): how long to wait without any new mail before the rest counts as missing

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Alerts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIGITS = Pattern.compile("\\d{6,18}");

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || args.length % 2 == 0) {
            throw new IllegalArgumentException("usage: Alerts.java sink|inbox --url URL ..., see the head of this file");
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String variant = args[0];
        int count = Integer.parseInt(options.getOrDefault("--count", "2000"));
        int warmup = Integer.parseInt(options.getOrDefault("--warmup", "2000"));
        int runs = Integer.parseInt(options.getOrDefault("--runs", "3"));
        int connections = Integer.parseInt(options.getOrDefault("--connections", "16"));
        var patience = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--patience", "60")));
        var load = new Load(URI.create(options.get("--url")), connections);
        try (Mails mails = variant.equals("sink")
                ? new Sink(Integer.parseInt(options.get("--smtp-port")))
                : new Inbox(URI.create(options.get("--inbox")))) {
            if (warmup > 0) {
                measure(load, mails, warmup, patience);
            }
            for (int run = 1; run <= runs; run++) {
                Map<String, Object> line = new TreeMap<>();
                line.put("part", "alerts");
                line.put("variant", variant);
                line.put("connections", connections);
                line.put("run", run);
                Map<String, Object> result = measure(load, mails, count, patience);
                line.put("result", result);
                System.out.println(JSON.writeValueAsString(line));
                System.err.printf(Locale.ROOT, "  alerts %s, run %d: %s alerts/s, p99 %s ms, %s missing, %s doubles%n", variant, run,
                        result.get("alertsPerSecond"), result.get("p99"), result.get("missing"), result.get("doubles"));
            }
        }
        System.exit(0); // the threads of HttpClient would keep us for a while
    }

    private static Map<String, Object> measure(Load load, Mails mails, int count, Duration patience) throws Exception {
        mails.reset();
        Instant start = Instant.now();
        Load.Sent sent = load.send(count);
        double sending = seconds(start, Instant.now());
        Matched matched = await(mails, sent.held(), patience);

        long[] latencies = matched.first().entrySet().stream()
                .mapToLong(e -> Math.max(0, sent.held().get(e.getKey()).until(e.getValue(), ChronoUnit.MICROS)))
                .sorted().toArray();
        long early = matched.first().entrySet().stream().filter(e -> e.getValue().isBefore(sent.held().get(e.getKey()))).count();
        int got = matched.first().size();
        double total = got == 0 ? 0 : seconds(start, matched.last());

        Map<String, Object> result = new TreeMap<>();
        result.put("count", count);
        result.put("statuses", sent.statuses());
        result.put("held", sent.held().size());
        result.put("answersPerSecond", round(count / sending));
        result.put("mailed", got);
        result.put("missing", sent.held().size() - got);
        result.put("doubles", matched.doubles());
        result.put("mailsBeforeAnswer", early);
        result.put("seconds", round(total));
        result.put("alertsPerSecond", got == 0 ? 0.0 : round(got / total));
        result.put("p50", percentile(latencies, 50));
        result.put("p99", percentile(latencies, 99));
        result.put("max", percentile(latencies, 100));
        result.put("smtpConnections", mails.connections());
        return result;
    }

    /** Waits until every held transaction has its mail, or nothing new came for as long as our patience lasts. */
    private static Matched await(Mails mails, Map<Long, Instant> held, Duration patience) throws Exception {
        Instant lastProgress = Instant.now();
        int before = -1;
        while (true) {
            Matched matched = match(mails, held);
            if (matched.first().size() > before) {
                before = matched.first().size();
                lastProgress = Instant.now();
            }
            boolean complete = before == held.size();
            if (complete || Instant.now().isAfter(lastProgress.plus(patience))) {
                TimeUnit.SECONDS.sleep(complete ? 2 : 0); // a double comes after the first one
                return match(mails, held);
            }
            mails.pause(held.size());
        }
    }

    /**
     * @param first   transaction id to the arrival of its first mail
     * @param last    arrival of the last first mail
     * @param doubles mails beyond the first for the same transaction and recipient
     */
    record Matched(Map<Long, Instant> first, Instant last, int doubles) {}

    private static Matched match(Mails mails, Map<Long, Instant> held) throws Exception {
        Map<Long, Instant> first = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Instant last = Instant.EPOCH;
        int doubles = 0;
        for (Mail mail : mails.arrived()) {
            Long id = mail.numbers().stream().filter(held::containsKey).findFirst().orElse(null);
            if (id == null) {
                continue; // of an earlier run
            }
            if (!seen.add(id + " " + mail.to())) {
                doubles++;
            }
            first.merge(id, mail.at(), (a, b) -> a.isBefore(b) ? a : b);
        }
        for (Instant at : first.values()) {
            last = at.isAfter(last) ? at : last;
        }
        return new Matched(first, last, doubles);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** Milliseconds, from sorted microseconds; nearest rank. */
    private static Double percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return null;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1000.0;
    }

    private static Set<Long> numbers(String text) {
        Set<Long> found = new HashSet<>();
        Matcher matcher = DIGITS.matcher(text);
        while (matcher.find()) {
            found.add(Long.parseLong(matcher.group()));
        }
        return found;
    }

    /** One mail to one recipient; numbers are all those in its subject and text, the transaction id among them. */
    record Mail(Instant at, String to, Set<Long> numbers) {}

    /** Where the mails arrive. */
    interface Mails extends AutoCloseable {
        void reset() throws Exception;

        List<Mail> arrived() throws Exception;

        /** Waits a moment before looking again; expected is the number of mails of the whole run. */
        void pause(int expected) throws Exception;

        /** SMTP connections opened since the last reset, or null when unknown. */
        Integer connections();

        @Override
        void close() throws IOException;
    }

    // ------------------------------------------------------------------ load

    /** Posts held transactions over a fixed number of kept connections. */
    static final class Load {

        /** Ids of held transactions with the time of their answer, and how often each status was answered. */
        record Sent(Map<Long, Instant> held, Map<String, Integer> statuses) {}

        private final URI url;
        private final int connections;
        private final AtomicLong seed = new AtomicLong(1);

        Load(URI url, int connections) {
            this.url = url;
            this.connections = connections;
        }

        Sent send(int count) throws InterruptedException {
            Map<Long, Instant> held = new ConcurrentHashMap<>();
            Map<String, Integer> statuses = new ConcurrentHashMap<>();
            var left = new AtomicInteger(count);
            var threads = Executors.newFixedThreadPool(connections);
            for (int i = 0; i < connections; i++) {
                var random = new Random(seed.getAndIncrement());
                threads.execute(() -> {
                    try (var connection = new Connection(url)) {
                        while (left.getAndDecrement() > 0) {
                            post(connection, random, held, statuses);
                        }
                    }
                });
            }
            threads.shutdown();
            if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
                threads.shutdownNow();
                throw new IllegalStateException("sending took more than ten minutes");
            }
            return new Sent(held, new TreeMap<>(statuses));
        }

        private static void post(Connection connection, Random random, Map<Long, Instant> held, Map<String, Integer> statuses) {
            try {
                Connection.Answer answer = connection.post(transaction(random));
                Instant answered = Instant.now();
                statuses.merge(String.valueOf(answer.status()), 1, Integer::sum);
                if (answer.status() == 402) {
                    held.put(JSON.readTree(answer.body()).path("transactionID").asLong(), answered);
                }
            } catch (IOException e) {
                connection.close();
                statuses.merge("no answer", 1, Integer::sum);
            }
        }

        private static String transaction(Random random) {
            String amount = String.format(Locale.ROOT, "%d.%02d", 20_000 + random.nextInt(80_000), random.nextInt(100));
            return "{\"order\":{\"id\":" + (1 + random.nextInt(99_999)) + ",\"name\":\"avengers 4 spoilers book\",\"cost\":" + amount
                    + ",\"currency\":\"INR\"},\"paymentMethod\":\"amazonpay\",\"payment\":{\"card\":" + card(random)
                    + ",\"type\":\"wallet\",\"amount\":" + amount + ",\"currency\":\"INR\"}}";
        }

        /** Sixteen digits with the check digit of ISO/IEC 7812-1. */
        private static String card(Random random) {
            String digits = String.format(Locale.ROOT, "4%07d%07d", random.nextInt(10_000_000), random.nextInt(10_000_000));
            int sum = 0;
            for (int i = 0; i < 15; i++) {
                int d = digits.charAt(i) - '0';
                d = i % 2 == 0 ? d * 2 : d;
                sum += d > 9 ? d - 9 : d;
            }
            return digits + (10 - sum % 10) % 10;
        }
    }

    /**
     * One kept HTTP/1.1 connection (RFC 9112), opened when needed. HttpClient would do, but costs so much that
     * it, not Wadi, would set the pace on a shared machine.
     */
    static final class Connection implements AutoCloseable {

        record Answer(int status, byte[] body) {}

        private final URI url;
        private Socket socket;
        private InputStream in;

        Connection(URI url) {
            this.url = url;
        }

        Answer post(String body) throws IOException {
            if (socket == null) {
                socket = new Socket(url.getHost(), url.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(30_000);
                in = new BufferedInputStream(socket.getInputStream());
            }
            String request = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            int status = Integer.parseInt(required().split(" ", 3)[1]);
            int length = 0;
            boolean chunked = false;
            boolean last = false;
            for (String header = required(); !header.isEmpty(); header = required()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).trim());
                }
                chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
                last |= lower.startsWith("connection:") && lower.endsWith("close");
            }
            byte[] content = chunked ? chunks() : bytes(length);
            if (last) {
                close();
            }
            return new Answer(status, content);
        }

        private byte[] chunks() throws IOException {
            var all = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                all.write(bytes(size));
                required();
            }
            while (!required().isEmpty()) {
                continue; // trailers
            }
            return all.toByteArray();
        }

        private int chunk() throws IOException {
            return Integer.parseInt(required().split(";", 2)[0].trim(), 16);
        }

        private byte[] bytes(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("the connection ended inside an answer");
            }
            return bytes;
        }

        private String required() throws IOException {
            String line = line(in);
            if (line == null) {
                throw new IOException("the connection ended");
            }
            return line;
        }

        @Override
        public void close() {
            try (Socket closing = socket) {
                socket = null;
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    /** A line without its end, or null at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(80);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            bytes.write(b);
        }
        return null;
    }

    // ------------------------------------------------------------------ sink

    /**
     * A small SMTP server (RFC 5321: EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT). While the clock runs it only
     * keeps bytes and arrival times; mails are read once enough of them are there.
     */
    static final class Sink implements Mails {

        private record Raw(Instant at, List<String> recipients, byte[] content) {}

        private final ServerSocket server;
        private final ConcurrentLinkedQueue<Raw> raw = new ConcurrentLinkedQueue<>();
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger opened = new AtomicInteger();
        private final List<Mail> read = new ArrayList<>();

        Sink(int port) throws IOException {
            server = new ServerSocket(port, 100, InetAddress.getByName("127.0.0.1"));
            daemon(this::accept);
        }

        private static void daemon(Runnable task) {
            var thread = new Thread(task, "smtp-sink");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    opened.incrementAndGet();
                    daemon(() -> serve(socket));
                }
            } catch (IOException closed) {
                // the bench is over
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
                OutputStream out = socket.getOutputStream();
                List<String> recipients = new ArrayList<>();
                reply(out, "220 sink ready");
                for (String line = line(in); line != null; line = line(in)) {
                    String command = line.toUpperCase(Locale.ROOT);
                    if (command.startsWith("EHLO")) {
                        reply(out, "250-sink\r\n250-8BITMIME\r\n250 PIPELINING");
                    } else if (command.startsWith("RCPT TO:")) {
                        recipients.add(line.substring(8).trim());
                        reply(out, "250 OK");
                    } else if (command.equals("DATA")) {
                        reply(out, "354 go ahead");
                        byte[] content = content(in);
                        raw.add(new Raw(Instant.now(), List.copyOf(recipients), content));
                        received.incrementAndGet();
                        recipients.clear();
                        reply(out, "250 OK");
                    } else if (command.equals("QUIT")) {
                        reply(out, "221 bye");
                        return;
                    } else if (command.startsWith("MAIL FROM:") || command.equals("RSET")) {
                        recipients.clear();
                        reply(out, "250 OK");
                    } else if (command.startsWith("NOOP") || command.startsWith("HELO")) {
                        reply(out, "250 OK");
                    } else {
                        reply(out, "502 not here");
                    }
                }
            } catch (IOException gone) {
                // a client that leaves without QUIT
            }
        }

        private static void reply(OutputStream out, String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        private static byte[] content(InputStream in) throws IOException {
            var bytes = new ByteArrayOutputStream(4096);
            for (String line = line(in); !".".equals(line); line = line(in)) {
                if (line == null) {
                    throw new IOException("the connection ended inside a mail");
                }
                String unstuffed = line.startsWith(".") ? line.substring(1) : line;
                bytes.write((unstuffed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            return bytes.toByteArray();
        }

        @Override
        public void reset() {
            raw.clear();
            read.clear();
            received.set(0);
            opened.set(0);
        }

        @Override
        public List<Mail> arrived() throws IOException, MessagingException {
            for (Raw one = raw.poll(); one != null; one = raw.poll()) {
                var message = new MimeMessage(null, new ByteArrayInputStream(one.content()));
                Set<Long> numbers = numbers(message.getSubject() + "\n" + text(message));
                for (String recipient : one.recipients()) {
                    read.add(new Mail(one.at(), recipient, numbers));
                }
            }
            return read;
        }

        /** All text of a mail, decoded, whatever its parts and their transfer encodings. */
        private static String text(Part part) throws IOException, MessagingException {
            if (part.getContent() instanceof Multipart parts) {
                var all = new StringBuilder();
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart one = parts.getBodyPart(i);
                    all.append(text(one)).append('\n');
                }
                return all.toString();
            }
            return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        /** Reading mails costs time on the machine under test: wait until all are there, or none came for two seconds. */
        @Override
        public void pause(int expected) throws InterruptedException {
            int before = received.get();
            for (int quiet = 0; quiet < 40 && before < expected; quiet++) {
                TimeUnit.MILLISECONDS.sleep(50);
                int now = received.get();
                quiet = now > before ? 0 : quiet;
                before = now;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }

        @Override
        public Integer connections() {
            return opened.get();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    // ------------------------------------------------------------------ inbox

    /** Wadi's own inbox, asked twice a second; arrival is what the inbox says in receivedAt. */
    static final class Inbox implements Mails {

        private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI url;

        Inbox(URI url) {
            this.url = url;
        }

        @Override
        public void reset() throws IOException, InterruptedException {
            ask(HttpRequest.newBuilder(url).DELETE());
        }

        @Override
        public List<Mail> arrived() throws IOException, InterruptedException {
            List<Mail> mails = new ArrayList<>();
            for (JsonNode message : JSON.readTree(ask(HttpRequest.newBuilder(url).GET())).path("messages")) {
                if (message.path("channel").asText().equals("email")) {
                    mails.add(new Mail(at(message.path("receivedAt")), message.path("to").toString(),
                            numbers(message.path("subject").asText() + "\n" + message.path("text").asText()
                                    + "\n" + message.path("html").asText())));
                }
            }
            return mails;
        }

        private byte[] ask(HttpRequest.Builder request) throws IOException, InterruptedException {
            var response = client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(response.request().method() + " " + url + " answered " + response.statusCode());
            }
            return response.body();
        }

        private static Instant at(JsonNode time) {
            return time.isNumber() ? Instant.ofEpochMilli(time.asLong()) : Instant.parse(time.asText());
        }

        @Override
        public void pause(int expected) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(500);
        }

        @Override
        public Integer connections() {
            return null;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
