package wadi.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of several processes that take alerts from a broker and send them, with a mail server of its own that counts. */
final class Worker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern ALERT = Pattern.compile("alert (\\d+), rules");
  private static final String SMALL = "WADI_JAVA_OPTS=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private final MoodySmtpServer mails = new MoodySmtpServer();
  private final RunningWadi wadi;

  /** @param database the process whose embedded database all share */
  Worker(Path data, RunningWadi database, List<String> settings) throws IOException {
    mails.judge(mail -> "250 taken");
    String port = Files.readAllLines(database.data().resolve("postgres/cluster/postmaster.pid")).get(3).strip();
    wadi = new RunningWadi(data, Stream.concat(settings.stream(), Stream.of(SMALL, "ROLES=alerting,delivery",
        "DELIVERY_EMAIL_SMTP_HOST=127.0.0.1", "DELIVERY_EMAIL_SMTP_PORT=" + mails.port(), "DELIVERY_EMAIL_BUDGET=unlimited",
        "DATABASE_URL=jdbc:postgresql://127.0.0.1:" + port + "/postgres", "DATABASE_POOL_SIZE=12",
        "DATABASE_PASSWORD=" + Files.readString(database.data().resolve("postgres/password")).strip(),
        "CARD_KEY=" + Files.readString(database.data().resolve("secrets/card-key")).strip())).toArray(String[]::new));
  }

  /** Starts it with the files of this tree, and returns when it is ready. */
  void start(Path tree) throws Exception {
    wadi.startIn(tree);
  }

  RunningWadi wadi() {
    return wadi;
  }

  /** The alerts it has mailed, with repetitions. */
  List<Long> mailed() {
    return mails.mails().stream().map(mail -> ALERT.matcher(mail.replace("=\n", ""))).filter(Matcher::find).map(found -> Long.parseLong(found.group(1))).toList();
  }

  int count() {
    return mails.mails().size();
  }

  /** Kills it in the middle of its work, when it has mailed some more than {@code before}. */
  void killWhileItSends(int before) throws Exception {
    await().atMost(PATIENCE).until(() -> count() > before + 3);
    wadi.killHard();
  }

  @Override
  public void close() throws Exception {
    wadi.close();
    mails.close();
  }
}
