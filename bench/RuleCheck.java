// What the fraud rules cost a transaction, without HTTP and without a database, on one thread and on all cores.
// A transaction is parsed JSON, as the intake hands it over. Cards come from a seed.
//
//   java -Xmx2g -XX:+UseSerialGC -cp 'target/classes:target/lib/*' bench/RuleCheck.java [RULES_FILE]
//
// It prints nanoseconds of processor time for each transaction (garbage collection not included): the median of the runs, and
// the lowest and highest in brackets. For a large set of rules it prints what one check takes by the clock, in microseconds.

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.Window;
import wadi.domain.intake.Card;
import wadi.platform.ports.Sighting;
import wadi.platform.velocity.InProcessVelocity;

public class RuleCheck {
    private static final int CARDS = 100_000;
    private static final int RUNS = 3;
    private static final int RATE = 1_000;
    private static final int SECONDS = 20;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Window WINDOW = new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10));

    static volatile Object last; // so that no work can be optimised away

    public static void main(String[] args) throws InterruptedException {
        RuleBook book = RuleBook.load(Path.of(args.length > 0 ? args[0] : "routes/fraud/rules.yaml"));
        List<Card> cards = new SplittableRandom(1).longs(CARDS).mapToObj(n -> card("%022d".formatted(n >>> 1))).toList();
        List<Map<String, Object>> messages = IntStream.range(0, 1_000).mapToObj(RuleCheck::message).toList();
        report("check, nothing counted", 400_000, i -> last = book.check(messages.get(i % 1_000), List.of(cards.get(i % CARDS))));
        InProcessVelocity windows = velocity();
        report("check, counted, 100,000 cards", 400_000, i ->
            last = book.check(messages.get(i % 1_000), List.of(cards.get(i % CARDS)), windows, NOW.plusMillis(i)));
        InProcessVelocity many = velocity();
        report("one window, 100,000 cards", 2_000_000, i -> last = many.count(NOW.plusMillis(i), sighting(cards.get(i % CARDS))));
        InProcessVelocity hot = velocity();
        report("one window, one card", 2_000_000, i -> last = hot.count(NOW.plusMillis(i), sighting(cards.get(0))));
        InProcessVelocity flood = velocity();
        report("one window, each card a new one", 1_000_000, i ->
            last = flood.count(NOW.plusMillis(i), List.of(new Sighting(WINDOW, "flood" + i, 1))));
        large(cards, messages);
        memory("100,000 cards, 1 transaction each", cards, 1);
        memory("100,000 cards, 10 transactions each", cards, 10);
        memory("100,000 cards, 130 transactions each", cards, 130);
    }

    /** What a large set of rules costs at a steady rate: 50 rules and 5 windows, 1,000 checks a second. */
    private static void large(List<Card> cards, List<Map<String, Object>> messages) {
        RuleBook book = RuleBook.read("routes/fraud/large.yaml", largeRules().getBytes(StandardCharsets.UTF_8));
        InProcessVelocity windows = velocity();
        IntFunction<Object> check = i -> book.check(message(messages.get(i % 1_000), i), List.of(cards.get(i % CARDS)), windows, NOW.plusMillis(i));
        for (int i = 0; i < 50_000; i++) last = check.apply(i);
        double[] means = new double[RUNS];
        double[] p99s = new double[RUNS];
        double[] most = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long[] nanos = new long[SECONDS * RATE];
            long begin = System.nanoTime();
            for (int i = 0; i < nanos.length; i++) {
                long due = begin + i * (1_000_000_000L / RATE);
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                long before = System.nanoTime();
                last = check.apply(50_000 + run * nanos.length + i);
                nanos[i] = System.nanoTime() - before;
            }
            means[run] = Arrays.stream(nanos).average().orElseThrow() / 1_000;
            Arrays.sort(nanos);
            p99s[run] = nanos[nanos.length * 99 / 100] / 1_000.0;
            most[run] = nanos[nanos.length - 1] / 1_000.0;
        }
        System.out.printf("50 rules, 5 windows, %,d a second for %d s: mean %s us, p99 %s us, longest %s us%n", RATE, SECONDS, spread(means), spread(p99s), spread(most));
    }

    private static String spread(double[] runs) {
        Arrays.sort(runs);
        return "%.1f (%.1f-%.1f)".formatted(runs[RUNS / 2], runs[0], runs[RUNS - 1]);
    }

    private static Map<String, Object> message(Map<String, Object> message, int i) {
        Map<String, Object> more = new HashMap<>(message);
        more.put("country", "IN");
        more.put("channel", "web");
        more.put("customer", Map.of("id", "c-" + i % 20_000, "email", "c" + i % 20_000 + "@example.com", "ip", "203.0." + i % 113 + "." + i % 251, "timeZone", "Asia/Kolkata"));
        return more;
    }

    private static String largeRules() {
        StringBuilder rules = new StringBuilder("""
            thresholds: { review: 50, held: 100, critical: 200 }
            rates: rates.yaml
            windows:
              card_10m: { key: card, of: 10m }
              card_7d: { key: card, of: 7d, distinct: country }
              customer_1d: { key: customer, of: 1d, distinct: card }
              ip_1h: { key: ip, of: 1h, distinct: card }
              bin_1h: { key: bin, of: 1h }
            rules:
            """);
        List<String> conditions = List.of(
            "has(velocity.card_10m.count) && velocity.card_10m.count > %d", "has(velocity.card_7d.distinct) && velocity.card_7d.distinct > %d",
            "has(velocity.customer_1d.sum) && velocity.customer_1d.sum > 1000000.0 + %d.0", "has(velocity.ip_1h.distinct) && velocity.ip_1h.distinct > 1000 + %d",
            "has(velocity.bin_1h.count) && velocity.bin_1h.count > 1000000 + %d", "has(tx.amount) && tx.amount > 20000.0 + %d.0",
            "has(tx.country) && tx.country in ['KP', 'IR'] && tx.local.hour < %d", "has(tx.customer.email) && tx.customer.email.endsWith('.invalid%d')",
            "has(tx.order.name) && tx.order.name.matches('(?i)gift.?card %d')", "has(tx.card.bin) && tx.card.bin == '4000%02d' && has(tx.channel) && tx.channel != 'pos'");
        for (int i = 0; i < 50; i++) {
            rules.append("  - { id: rule-%d, description: Rule %d, score: 10, reason: RULE_%d, when: \"%s\" }%n".formatted(i, i, i, conditions.get(i % 10).formatted(20 + i)));
        }
        return rules.toString();
    }

    private static InProcessVelocity velocity() {
        return new InProcessVelocity(104_000, new SimpleMeterRegistry());
    }

    private static List<Sighting> sighting(Card card) {
        return List.of(new Sighting(WINDOW, card.fingerprint(), 12.5));
    }

    private static Card card(String digits) {
        return new Card("411111******1111", "411111", "1111", digits.substring(digits.length() - 22), true);
    }

    private static Map<String, Object> message(int i) {
        return Map.of("paymentMethod", "amazonpay",
            "order", Map.of("id", i, "name", "avengers 4 spoilers book", "cost", new BigDecimal("123.00"), "currency", "INR"),
            "payment", Map.of("type", "wallet", "amount", new BigDecimal(100 + i), "currency", "INR", "card", "411111******1111"));
    }

    private static void report(String what, int times, IntConsumer work) throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        time(1, times, work);
        time(1, times, work);
        System.out.printf("%-36s 1 thread  %s%n", what, runs(1, times, work));
        System.out.printf("%-36s %d threads %s%n", what, cores, runs(cores, times, work));
    }

    private static String runs(int threads, int times, IntConsumer work) throws InterruptedException {
        long[] nanos = new long[RUNS];
        for (int run = 0; run < RUNS; run++) nanos[run] = time(threads, times, work);
        Arrays.sort(nanos);
        return "%,6d ns (%,d-%,d)".formatted(nanos[RUNS / 2], nanos[0], nanos[RUNS - 1]);
    }

    /** Processor time of one piece of work, so that other programs matter less; waiting for a lock is not in it. */
    private static long time(int threads, int times, IntConsumer work) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        AtomicLong spent = new AtomicLong();
        for (int t = 0; t < threads; t++) {
            int from = t * times;
            new Thread(() -> {
                for (int i = from; i < from + times; i++) work.accept(i);
                spent.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                done.countDown();
            }).start();
        }
        done.await();
        return spent.get() / threads / times;
    }

    private static void memory(String what, List<Card> cards, int each) {
        long before = used();
        InProcessVelocity velocity = velocity();
        for (int i = 0; i < each; i++) {
            for (Card card : cards) velocity.count(NOW.plusMillis(i), List.of(new Sighting(WINDOW, copy(card.fingerprint()), 1)));
        }
        long taken = used() - before;
        System.out.printf("%-36s %,d kept, %.1f MiB%n", what, velocity.size(Window.Key.CARD), taken / 1048576.0);
    }

    /** As from a request: the key belongs to the window alone. */
    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    private static long used() {
        for (int i = 0; i < 3; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
