package wadi.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.meters.Meters;
import wadi.platform.postgres.ProcessQueries;
import wadi.platform.postgres.ProcessTable;
import wadi.platform.postgres.ProcessTable.Self;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class PresenceTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Meters meters = new Meters();
  private final Presence one = presence("a", 9_876, meters);
  private final Presence two = presence("b", 9_877, new Meters());

  @AfterEach
  void close() {
    one.close();
    two.close();
    meters.close();
  }

  private static Presence presence(String instance, int port, Meters meters) {
    return new Presence(new ProcessTable(database.database()), new Self(instance, "node", port, "127.0.0.1:" + port, "0.1.0", Instant.parse("2026-11-21T12:00:00Z")),
        meters);
  }

  @Test
  void nobody_knows_of_a_process_before_it_runs_something() throws IOException {
    one.beat();
    assertThat(all().get("processes")).isEmpty();
    assertThat(one.id()).isEmpty();
  }

  @Test
  void others_see_what_a_process_is_and_runs() throws IOException {
    one.runs("intake,fraud", 14, "aaa");
    JsonNode process = all().at("/processes/0");
    assertThat(process.get("seenAt").asText()).isNotEmpty();
    assertThat(process.toString()).startsWith("""
        {"instance":"a","name":"node:9876","host":"node","pid":9876,"management":"127.0.0.1:9876","version":"0.1.0","roles":"intake,fraud",\
        "state":"up","generation":14,"hash":"aaa","startedAt":"2026-11-21T12:00:00.000Z",""");
    one.switching(true);
    assertThat(all().at("/processes/0/state").asText()).isEqualTo("switching");
    one.runs("all", 15, "bbb");
    one.switching(false);
    assertThat(all().at("/processes/0/state").asText()).isEqualTo("up");
    assertThat(all().at("/processes/0/generation").asInt()).isEqualTo(15);
  }

  @Test
  void how_many_different_files_run_is_a_metric_that_does_not_count_who_is_gone() throws IOException {
    assertThat(distinct()).isNaN();
    one.runs("all", 14, "aaa");
    assertThat(distinct()).isEqualTo(1);
    two.runs("all", 15, "bbb");
    one.beat();
    assertThat(distinct()).isEqualTo(2);
    assertThat(all().get("hashes").asInt()).isEqualTo(2);

    database.jdbc().sql("update process set seen_at = now() - interval '16 seconds' where instance = 'b'").update();
    one.beat();
    assertThat(distinct()).isEqualTo(1);
    assertThat(all().at("/processes/1/state").asText()).isEqualTo("gone");
    assertThat(all().get("hashes").asInt()).isEqualTo(1);
  }

  @Test
  void one_that_ends_in_order_is_not_in_the_list_any_more() throws IOException {
    one.runs("all", 14, "aaa");
    two.runs("all", 15, "aaa");
    one.close();
    one.beat();
    assertThat(all().at("/processes").findValuesAsText("instance")).containsExactly("b");
  }

  @Test
  void one_that_is_started_again_takes_the_place_of_the_one_that_died() throws IOException {
    one.runs("all", 14, "aaa");
    try (Presence again = presence("a", 9_876, new Meters())) {
      again.runs("all", 16, "ccc");
      assertThat(all().at("/processes").findValuesAsText("generation")).containsExactly("16");
    }
  }

  @Test
  void a_copied_data_directory_makes_two_processes_and_not_one_that_flickers() throws IOException {
    one.runs("all", 14, "aaa");
    try (Presence copy = presence("a", 9_999, new Meters())) {
      copy.runs("all", 15, "aaa");
      one.beat();
      copy.beat();
      assertThat(all().at("/processes").findValuesAsText("generation")).containsExactly("14", "15");
    }
  }

  @Test
  void one_whose_row_was_swept_is_back_by_itself() {
    one.runs("all", 14, "aaa");
    long before = one.id().orElseThrow();
    database.jdbc().sql("delete from process").update();
    await().atMost(Duration.ofSeconds(20)).until(() -> database.count("select count(*) from process") == 1);
    assertThat(one.id().orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void a_database_that_is_away_disturbs_nobody() {
    try (Presence away = new Presence(new ProcessTable(database.away()), new Self("c", "node", 1, "127.0.0.1:1", "0.1.0", Instant.EPOCH), new Meters())) {
      away.runs("all", 14, "aaa");
      assertThat(away.id()).isEmpty();
    }
  }

  private double distinct() {
    return meters.get("runtime_generations_distinct").gauge().value();
  }

  private static JsonNode all() throws IOException {
    return new ObjectMapper().readTree(new ProcessQueries(database.database()).all());
  }
}
