package wadi.bench;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.ReleasePlan;
import wadi.e2e.MoodySmtpServer;
import wadi.e2e.RunningWadi;
import wadi.platform.Doorbells;
import wadi.platform.postgres.BudgetTable;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.EmbeddedPostgres;

/** How fast what waits is claimed, mailed, and overtaken by what is urgent. {@code bench/run} starts it. */
final class Deliveries {
  private static final int[] WAITING = {1_000, 10_000, 100_000, 1_000_000};
  private static final int[] TOGETHER = {12, 100};
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 8;
  private static final int ROUND = 600;
  private static final int MOST_IN_A_STATEMENT = 20_000;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final Pattern NUMBER = Pattern.compile("\\d{6,18}");
  private static final String TEXT = "A text of the length that alerts have, more or less, so that neither side is measured with an empty mail. ".repeat(4);
  private static final String PAYLOAD = "{\"subject\": \"a mail that waits\", \"text\": \"%s\", \"html\": \"<p>%s</p>\"}".formatted(TEXT, TEXT);
  private static final DeliveryTable.Events NOBODY = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {}

    @Override
    public void expired(String channel, int count) {}
  };

  private final Path folder;
  private final Results results;
  private final int runs;
  private final int mails;
  private final int most;
  private final AtomicLong ids = new AtomicLong(-1_000_000_000);

  private Deliveries(String[] words) {
    folder = Path.of(words[0]);
    results = new Results("delivery", Path.of(words[1]));
    runs = Integer.parseInt(words[2]);
    mails = Integer.parseInt(words[3]);
    most = Integer.parseInt(words[4]);
  }

  /**
   * In a folder with a built Wadi.
   *
   * @param words an empty folder, the file for the results, how many runs, how many mails in each, and the most rows that wait
   */
  public static void main(String[] words) throws Exception {
    int status = 0;
    try {
      new Deliveries(words).run();
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    System.exit(status); // threads of clients would keep us for a while
  }

  private void run() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    claims();
    try (MoodySmtpServer server = new MoodySmtpServer()) {
      server.judge(mail -> "250 taken");
      try (RunningWadi wadi = wadi("mails", server).start(); Connection database = wadi.database()) {
        mails(server, database);
      }
    }
    Map<Long, Instant> arrived = new ConcurrentHashMap<>();
    try (MoodySmtpServer server = new MoodySmtpServer()) {
      server.judge(mail -> {
        Matcher number = NUMBER.matcher(mail.contains("a mail that waits") ? "" : mail.replace("=\n", ""));
        while (number.find()) {
          arrived.putIfAbsent(Long.parseLong(number.group()), Instant.now());
        }
        return "250 taken";
      });
      try (RunningWadi wadi = wadi("acceptance", server).start(); Connection database = wadi.database()) {
        acceptance(wadi, database, arrived);
      }
    }
  }

  // ---------------------------------------------------------------- claims

  private void claims() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("claims"));
        Database database = Database.connect(postgres.url(), postgres.user(), postgres.password(), 4);
        DeliveryTable table = new DeliveryTable(database, new Doorbells(), Clock.systemUTC(), "bench", Ageing.NONE, NOBODY)) {
      BudgetTable.Lane lane = new BudgetTable.Lane("email", "smtp",
          ReleasePlan.immediate(Budget.parse("900000 per minute, 9000000 per hour, 90000000 per day, concurrent 1000", ZoneOffset.UTC)));
      for (int run = 0; run <= runs; run++) { // the first is not counted
        for (int waiting : WAITING) {
          if (waiting > most || run == 0 && waiting > WAITING[0]) {
            continue;
          }
          try (Connection connection = database.dataSource().getConnection()) {
            insert(connection, waiting, 5);
          }
          for (int together : TOGETHER) {
            double rate = claimed(database, table, lane, together);
            if (run > 0) {
              results.add("claims", Map.of("waiting", waiting, "together", together), run, Map.of("perSecond", rate));
            }
          }
          database.sql().sql("truncate delivery, delivery_attempt").update();
        }
      }
    }
  }

  private double claimed(Database database, DeliveryTable table, BudgetTable.Lane lane, int together) throws Exception {
    long nanos = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      for (int done = 0; done < ROUND; done += together) {
        List<CompletableFuture<Void>> finished = table.claim(lane, together, Duration.ofMinutes(1)).stream().map(Delivery::id)
            .map(id -> table.finish(id, new Outcome.Delivered())).toList();
        CompletableFuture.allOf(finished.toArray(CompletableFuture[]::new)).join();
      }
      nanos += System.nanoTime() - began;
      try (Connection connection = database.dataSource().getConnection()) {
        insert(connection, ROUND, 5); // as many wait again
      }
    }
    return Results.perSecond((double) ROUNDS * ROUND, nanos);
  }

  private void insert(Connection connection, int rows, int urgency) throws Exception {
    for (int left = rows; left > MOST_IN_A_STATEMENT; left -= MOST_IN_A_STATEMENT) {
      insertAtOnce(connection, MOST_IN_A_STATEMENT, urgency);
    }
    insertAtOnce(connection, (rows - 1) % MOST_IN_A_STATEMENT + 1, urgency);
    if (rows > ROUND) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("analyze delivery");
      }
    }
  }

  private void insertAtOnce(Connection connection, int rows, int urgency) throws Exception {
    long last = ids.addAndGet(rows);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("""
          insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
          select n, 'request', n::text, 'email', 'a@example.org', u, -u::bigint * 8796093022208, 'waiting', '%s'::jsonb, now()
            from (select n, (abs(n) %% (%d + 1))::integer as u from generate_series(%d, %d) n) r""".formatted(PAYLOAD, urgency, last - rows + 1, last));
    }
  }

  // ---------------------------------------------------------------- mails

  private RunningWadi wadi(String name, MoodySmtpServer server) {
    return new RunningWadi(folder.resolve(name), "DELIVERY_EMAIL_SMTP_HOST=127.0.0.1", "DELIVERY_EMAIL_SMTP_PORT=" + server.port(),
        "DELIVERY_EMAIL_BUDGET=unlimited", "DELIVERY_EMAIL_CONCURRENCY=" + AT_ONCE);
  }

  private void mails(MoodySmtpServer server, Connection database) throws Exception {
    for (int run = 0; run <= runs; run++) {
      double plain = plain(server, mails);
      server.mails().clear();
      insert(database, mails, 5);
      await(() -> !server.mails().isEmpty());
      long began = System.nanoTime();
      int first = server.mails().size();
      await(() -> server.mails().size() >= mails);
      double wadi = Results.perSecond(mails - first, System.nanoTime() - began);
      if (run > 0) {
        results.add("mails", Map.of("concurrency", AT_ONCE), run,
            Map.of("count", mails, "wadiPerSecond", wadi, "plainPerSecond", plain, "ratio", Math.round(wadi / plain * 1000) / 1000.0));
      }
    }
  }

  /** A loop over Angus Mail with as many kept connections, which stores nothing. */
  private static double plain(MoodySmtpServer server, int mails) throws Exception {
    Properties properties = new Properties();
    properties.putAll(Map.of("mail.smtp.host", "127.0.0.1", "mail.smtp.port", Integer.toString(server.port())));
    Session session = Session.getInstance(properties);
    AtomicInteger left = new AtomicInteger(mails);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    long began = System.nanoTime();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int n = 0; n < AT_ONCE; n++) {
      all.add(CompletableFuture.runAsync(() -> {
        try (Transport transport = session.getTransport("smtp")) {
          transport.connect();
          while (left.getAndDecrement() > 0) {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom("wadi@localhost");
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress("a@example.org"));
            mail.setSubject("a mail that waits");
            MimeMultipart both = new MimeMultipart("alternative");
            for (String[] part : new String[][] {{TEXT, "plain"}, {"<p>" + TEXT + "</p>", "html"}}) {
              MimeBodyPart body = new MimeBodyPart();
              body.setText(part[0], "UTF-8", part[1]);
              both.addBodyPart(body);
            }
            mail.setContent(both);
            mail.saveChanges();
            transport.sendMessage(mail, mail.getAllRecipients());
          }
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }, threads));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    double rate = Results.perSecond(mails, System.nanoTime() - began);
    threads.shutdown();
    return rate;
  }

  // ---------------------------------------------------------------- acceptance

  private void acceptance(RunningWadi wadi, Connection database, Map<Long, Instant> arrived) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    insert(database, 100_000, 5);
    for (int run = 0; run <= runs; run++) {
      int count = Math.min(1_000, mails);
      Map<Long, Instant> accepted = new ConcurrentHashMap<>();
      AtomicInteger refused = new AtomicInteger();
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      long began = System.nanoTime();
      for (int n = 0; n < count; n++) {
        LockSupport.parkNanos(began + n * 10_000_000L - System.nanoTime()); // 100 a second
        HttpRequest request = HttpRequest.newBuilder(URI.create(wadi.http() + "/transact")).POST(HttpRequest.BodyPublishers.ofString(transaction(run * 100_000 + n))).build();
        answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(answer -> {
          Matcher id = NUMBER.matcher(answer.body());
          if (answer.statusCode() != 402 || !id.find()) {
            refused.incrementAndGet();
          } else {
            accepted.put(Long.parseLong(id.group()), Instant.now());
          }
        }));
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
      await(() -> arrived.keySet().containsAll(accepted.keySet()));
      double perSecond = count / (Math.max(1, System.nanoTime() - began) / 1e9);
      List<Long> millis = accepted.entrySet().stream().map(one -> Math.max(0, Duration.between(one.getValue(), arrived.get(one.getKey())).toMillis())).sorted().toList();
      if (run > 0) {
        results.add("acceptance", Map.of("alertsPerSecond", 100), run, Map.of("count", count, "refused", refused.get(), "perSecond", Math.round(perSecond),
            "p50", at(millis, 50), "p99", at(millis, 99), "max", at(millis, 100), "waiting", waiting(database)));
      }
      insert(database, (int) Math.max(1, 100_000 - waiting(database)), 5);
    }
  }

  private static long at(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? -1 : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }

  private static long waiting(Connection database) throws Exception {
    try (Statement statement = database.createStatement(); var rows = statement.executeQuery("select count(*) from delivery where status = 'waiting'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Another card each time, so that none has many alerts; an amount that is always held. */
  private static String transaction(int n) {
    String digits = "4%014d".formatted(n * 7_919L);
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int d = (digits.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
      sum += d > 9 ? d - 9 : d;
    }
    return """
        {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": %s%d, "amount": 25000.50, "currency": "INR"}}""".formatted(digits, (10 - sum % 10) % 10);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it does not come to an end");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
