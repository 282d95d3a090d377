package wadi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import wadi.e2e.MoodySmtpServer;
import wadi.e2e.RunningWadi;

/** One of the processes that take alerts from a broker and mail them, with a mail server of its own that counts. */
final class Mailer implements AutoCloseable {
  private final MoodySmtpServer mails = new MoodySmtpServer();
  private final RunningWadi wadi;

  /** @param database the process whose embedded database all share */
  Mailer(Path data, RunningWadi database, List<String> settings) throws IOException {
    mails.judge(mail -> "250 taken");
    String port = Files.readAllLines(database.data().resolve("postgres/cluster/postmaster.pid")).get(3).strip();
    wadi = new RunningWadi(data, Stream.concat(settings.stream(), Stream.of("WADI_JAVA_OPTS=" + System.getenv().getOrDefault("WADI_JAVA_OPTS", "") + " -Xmx256m", "ROLES=alerting,delivery",
        "INTAKE_ARTEMIS_ENABLED=false", "INTAKE_RABBITMQ_ENABLED=false", "INTAKE_KAFKA_ENABLED=false",
        "DELIVERY_EMAIL_SMTP_HOST=127.0.0.1", "DELIVERY_EMAIL_SMTP_PORT=" + mails.port(), "DELIVERY_EMAIL_BUDGET=unlimited",
        "DATABASE_URL=jdbc:postgresql://127.0.0.1:" + port + "/postgres", "DATABASE_POOL_SIZE=12",
        "DATABASE_PASSWORD=" + Files.readString(database.data().resolve("postgres/password")).strip(),
        "CARD_KEY=" + Files.readString(database.data().resolve("secrets/card-key")).strip())).toArray(String[]::new));
  }

  Mailer start() {
    try {
      wadi.start();
      return this;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int count() {
    return mails.mails().size();
  }

  @Override
  public void close() throws Exception {
    wadi.close();
    mails.close();
  }
}
