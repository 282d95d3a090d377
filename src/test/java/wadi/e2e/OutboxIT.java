package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outbox as docs/outbox.md offers it to applications that share the database. */
@Timeout(300)
class OutboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  /** The statement of the page that begins with this word. */
  private static String page(String word) throws IOException {
    Matcher block = Pattern.compile("(?s)```sql\n(" + word + ".*?)```").matcher(Files.readString(RunningWadi.HOME.resolve("docs/outbox.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void another_application_raises_an_alert_with_one_insert_in_its_own_transaction() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data")).start()) {
      try (Connection owner = wadi.database(); Statement sql = owner.createStatement()) {
        sql.execute("create role shop login password 'shop'");
        for (String statement : page("grant").split(";")) {
          if (!statement.isBlank()) {
            sql.execute(statement);
          }
        }
        try (Connection shop = DriverManager.getConnection(owner.getMetaData().getURL(), "shop", "shop"); Statement insert = shop.createStatement()) {
          shop.setAutoCommit(false);
          insert.execute(page("insert").replace(":alertId", "7001"));
          shop.rollback();
          insert.execute(page("insert").replace(":alertId", "7002"));
          insert.execute(page("insert").replace(":alertId", "7002")); // as one does who is not sure
          shop.commit();
          assertThatThrownBy(() -> insert.executeQuery("select * from outbox")).isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
        }
      }

      await().atMost(PATIENCE).until(() -> wadi.get("/observe/metrics").body().matches("(?s).*outbox_backlog\\{topic=\"alerts\"\\} 0\\.0.*")
          && !Mailbox.of(wadi).mails().isEmpty());
      assertThat(Mailbox.of(wadi).mails()).hasSize(1).allSatisfy(mail -> assertThat(mail.get("text").asText()).contains("The nightly settlement did not balance"));
    }
  }
}
