package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Delivery;
import wadi.platform.Doorbells;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.EmbeddedPostgres;

/** The original's experiment with three real processes on one database, a faster clock, and a kill -9 while mails are handed over. */
@Timeout(1_800)
class DayOfMailIT {
  private static final Pattern SUBJECT = Pattern.compile("Subject: mail (\\d+)");
  private static final Comparator<Mail> URGENT_FIRST = Comparator.comparingInt(Mail::urgency).reversed().thenComparingLong(Mail::id);
  private static final Instant END = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  /** Several looks of a process fit in. */
  private static final Duration ARRIVAL = Duration.ofMinutes(40);

  @TempDir
  private Path folder;
  private final Random random = new Random(12_300);
  private final List<Sender> senders = new ArrayList<>();
  private final Map<Long, Mail> known = new TreeMap<>();
  private final Map<Long, Instant> sent = new ConcurrentHashMap<>();
  private final Collection<Long> doubles = new ConcurrentLinkedQueue<>();
  /** In which hours one was killed. */
  private final Set<Instant> killedIn = ConcurrentHashMap.newKeySet();
  private final Collection<Throwable> trouble = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService killers = Executors.newScheduledThreadPool(2);
  private Set<Instant> killIn = Set.of();
  private Instant first;
  private Instant realFirst;
  private int speed;
  private DeliveryTable table;

  private record Mail(long id, int urgency, Instant known) {}

  /** A process with a mail server of its own. */
  private record Sender(RunningWadi wadi, MoodySmtpServer server) {}

  @Test
  void twelve_leave_each_hour_and_the_most_urgent_although_a_process_is_killed() throws Exception {
    day(3, 240, 20, 48, 60, false);
  }

  @Tag("soak")
  @Test
  void of_400_mails_300_leave_in_a_day_although_a_process_is_killed_in_each_hour() throws Exception {
    day(24, 150, 45, 300, 400, true);
  }

  private void day(int hours, int times, int secondsToStart, int perDay, int mails, boolean killEachHour) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    speed = times;
    first = END.minus(Duration.ofHours(hours));
    List<Instant> all = IntStream.range(0, hours).mapToObj(hour -> first.plus(Duration.ofHours(hour))).toList();
    killIn = killEachHour ? Set.copyOf(all) : Set.of(all.get(1));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        Database database = Database.connect(postgres.url(), postgres.user(), postgres.password(), 4)) {
      // Somebody was there in the hour before, and at the end of the day before.
      for (String window : List.of("hours " + first.minus(Duration.ofHours(1)), "end-of-day " + END.minus(Duration.ofMinutes(24 * 60 + 55)))) {
        database.sql().sql("insert into budget_window (budget, unit, starts, used, granted) values ('email/smtp', ?, ?::timestamptz, 0, 0)")
            .params(List.of(window.split(" "))).update();
      }
      realFirst = Instant.now().plusSeconds(secondsToStart);
      table = new DeliveryTable(database, new Doorbells(), Clock.systemUTC(), "test", Ageing.NONE, new DeliveryTable.Events() {
        @Override
        public void repeated(String channel, int count) {}

        @Override
        public void expired(String channel, int count) {}
      });
      int early = Math.max(30, mails / 4);
      arrive(early);
      try {
        for (int n = 0; n < 3; n++) {
          senders.add(sender(n, perDay, postgres));
        }
        senders.parallelStream().forEach(this::start);
        for (int hour = 0; hour < hours; hour++) {
          waitUntil(all.get(hour).plus(ARRIVAL));
          arrive(early + (mails - early) * (hour + 1) / hours - known.size());
        }
        waitUntil(END.minus(Duration.ofMinutes(2)));
        await().atMost(PATIENCE).until(() -> database.sql().sql("select count(*) from delivery where status = 'leased'").query(Long.class).single() == 0);
      } finally {
        killers.shutdown();
        assertThat(killers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        for (Sender sender : senders) {
          sender.wadi().killHard(); // the day is over, and none of them has anything under way
          sender.server().close();
        }
        table.close();
      }
      Map<Instant, Set<Long>> batches = batches();
      System.out.printf("day of mail: %d mails, 3 processes, %d kills, sent %d, in each hour %s, twice %d, waiting %d, clock x %d%n", mails, killedIn.size(),
          sent.size(), batches.values().stream().map(Set::size).toList(), doubles.size(),
          database.sql().sql("select count(*) from delivery where status = 'waiting'").query(Long.class).single(), speed);

      assertThat(trouble).isEmpty();
      assertThat(killedIn).isEqualTo(killIn);
      assertThat(batches.keySet()).isEqualTo(new TreeSet<>(begins(all)));
      Set<Long> before = new TreeSet<>();
      batches.forEach((begin, batch) -> {
        assertThat(batch).as("sent from " + begin).isEqualTo(mostUrgent(12, begin, before));
        before.addAll(batch);
      });
      assertThat(sent).hasSize(perDay);
      assertThat(database.sql().sql("select count(*) from delivery where status = 'delivered'").query(Long.class).single()).isEqualTo(perDay);
      assertThat(database.sql().sql("select count(*) from delivery where status = 'waiting'").query(Long.class).single()).as("nothing is lost").isEqualTo(mails - perDay);
      assertThat(database.sql().sql("select used from budget_window where unit = 'days'").query(Long.class).single()).isEqualTo(perDay);
      assertThat(doubles.size()).as("sent twice: at most what was handed over at a kill").isBetween(1, killIn.size());
    }
  }

  /** When mails leave: on the hours, and at the end of the day. */
  private static List<Instant> begins(List<Instant> hours) {
    List<Instant> begins = new ArrayList<>(hours);
    begins.add(END.minus(Duration.ofMinutes(55)));
    return begins;
  }

  private Map<Instant, Set<Long>> batches() {
    Instant endOfDay = END.minus(Duration.ofMinutes(55));
    return sent.entrySet().stream().collect(Collectors.groupingBy(
        one -> one.getValue().isBefore(endOfDay) ? one.getValue().truncatedTo(ChronoUnit.HOURS) : endOfDay, TreeMap::new,
        Collectors.mapping(Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
  }

  private Set<Long> mostUrgent(int most, Instant at, Set<Long> before) {
    return known.values().stream().filter(mail -> mail.known().isBefore(at) && !before.contains(mail.id())).sorted(URGENT_FIRST).limit(most).map(Mail::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Sender sender(int n, int perDay, EmbeddedPostgres postgres) throws Exception {
    MoodySmtpServer server = new MoodySmtpServer();
    RunningWadi wadi = new RunningWadi(folder.resolve("sender" + n), "WADI_JAVA_OPTS=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", "ROLES=delivery",
        "INTAKE_ARTEMIS_ENABLED=false", "DATABASE_URL=" + postgres.url(), "DATABASE_USER=" + postgres.user(), "DATABASE_PASSWORD=" + postgres.password(),
        "DATABASE_POOL_SIZE=6", "CARD_KEY=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        "DELIVERY_EMAIL_SMTP_HOST=127.0.0.1", "DELIVERY_EMAIL_SMTP_PORT=" + server.port(), "DELIVERY_EMAIL_SMTP_TIMEOUT=60s",
        "DELIVERY_EMAIL_BUDGET=12 per hour, " + perDay + " per day", "DELIVERY_EMAIL_RELEASE=hourly", "DELIVERY_EMAIL_END_OF_DAY=23:05",
        "DELIVERY_EMAIL_CONCURRENCY=1", // so that what is handed over at a kill is all that the killed one has claimed
        "TRIAL_CLOCK=%s at %s x %d".formatted(first, realFirst, speed));
    server.judge(mail -> take(n, mail));
    return new Sender(wadi, server);
  }

  private String take(int n, String mail) {
    Matcher subject = SUBJECT.matcher(mail);
    if (!subject.find()) {
      trouble.add(new AssertionError("not a mail of ours: " + mail));
      return "554 whose is this";
    }
    long id = Long.parseLong(subject.group(1));
    Instant now = now();
    if (sent.putIfAbsent(id, now) != null) {
      doubles.add(id);
    }
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    if (killIn.contains(hour) && killedIn.add(hour)) {
      kill(senders.get(n));
    }
    return "250 taken";
  }

  /** Before the mail it hands over is answered. Another thread starts it again. */
  private void kill(Sender sender) {
    try {
      sender.wadi().killHard();
      killers.execute(() -> start(sender));
    } catch (InterruptedException e) {
      trouble.add(e);
    }
  }

  private void start(Sender sender) {
    try {
      sender.wadi().start();
    } catch (Exception e) {
      trouble.add(e);
    }
  }

  private void arrive(int mails) {
    for (int n = 0; n < mails; n++) {
      Mail mail = new Mail(known.size() + 1_000L, random.nextInt(256), now());
      known.put(mail.id(), mail);
      String text = "mail " + mail.id();
      table.promise(new Delivery(mail.id(), "request", "" + mail.id(), "email", "a@example.org", mail.urgency(), 0, Instant.now(),
          Map.of("subject", text, "text", text, "html", text), Delivery.Limits.NONE));
    }
  }

  private Instant now() {
    return first.plus(Duration.between(realFirst, Instant.now()).multipliedBy(speed));
  }

  private void waitUntil(Instant shown) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> !now().isBefore(shown));
  }
}
