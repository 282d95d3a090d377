package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One card is tried again and again. */
class StormIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  @Test
  void two_hundred_alerts_about_a_card_are_one_mail_and_a_summary_though_the_process_is_killed_among_them() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), "ALERTING_REPEAT_AFTER=10m").start()) {
      hold(wadi, 1, 1);
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from delivery where status = 'delivered'") == 2);
      hold(wadi, 1, 99);
      wadi.killHard();
      wadi.start();
      hold(wadi, 1, 100);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(number(wadi, "select folded from alert_storm")).isEqualTo(199));
      assertThat(number(wadi, "select count(*) from alert where folded_into is not null")).isEqualTo(199);
      assertThat(subjects(wadi)).singleElement().asString().doesNotContain("more");

      hold(wadi, 2, 1);
      await().atMost(PATIENCE).until(() -> subjects(wadi).size() == 2);

      execute(wadi, "update alert_storm set until = now(), try_at = now() where folded > 0"); // ten minutes are over
      await().atMost(PATIENCE).until(() -> subjects(wadi).size() == 3);
      assertThat(subjects(wadi)).filteredOn(subject -> subject.contains("the worst of 199 since ")).hasSize(1);
      assertThat(Mailbox.of(wadi).texts()).filteredOn(text -> text.toString().contains("the worst of 199 since ")).isNotEmpty();
      assertThat(wadi.command("alerts", "--limit", "500").output()).contains("tells of 199 folded", "folded into ");
    }
  }

  /** So many transactions that are held and raise an alert each, about the nth card. */
  private static void hold(RunningWadi wadi, int card, int count) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      answers.add(wadi.send("/transact", """
          {"order": {"id": %d, "cost": 25000.00}, "paymentMethod": "amazonpay", "payment": {"card": "%s", "amount": 25000.00, "currency": "INR"}}"""
          .formatted(n, Cards.number(card, 16)), null).thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(402)));
    }
    answers.forEach(CompletableFuture::join);
  }

  private static List<String> subjects(RunningWadi wadi) throws Exception {
    return Mailbox.of(wadi).mails().stream().map((JsonNode mail) -> mail.get("subject").asText()).toList();
  }

  private static long number(RunningWadi wadi, String query) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private static void execute(RunningWadi wadi, String sql) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
