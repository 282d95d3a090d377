// What the fraud rules cost a transaction, without HTTP and without a database, on one thread and on all cores.
// A transaction is parsed JSON, as the intake hands it over. Cards come from a seed.
//
//   java -Xmx512m -XX:+UseSerialGC -cp 'target/classes:target/lib/*' bench/RuleCheck.java [RULES_FILE]
//
// It prints nanoseconds of processor time for each transaction (garbage collection not included): the median of the runs, and
// the lowest and highest in brackets.

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.Window;
import wadi.domain.intake.Card;
import wadi.platform.ports.Sighting;
import wadi.platform.velocity.InProcessVelocity;

public class RuleCheck {
    private static final int CARDS = 100_000;
    private static final int RUNS = 3;
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
        memory("100,000 cards, 1 transaction each", cards, 1);
        memory("100,000 cards, 10 transactions each", cards, 10);
        memory("100,000 cards, 130 transactions each", cards, 130);
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
