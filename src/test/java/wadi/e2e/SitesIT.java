package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.KafkaServer;
import wadi.sites.Behaviour;
import wadi.sites.SiteServer;

/** Sites are checked in time by processes that share them, and every check reaches the table once. */
@Timeout(600)
class SitesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SMALL = "WADI_JAVA_OPTS=-Xmx256m -XX:+UseSerialGC";

  @TempDir
  private Path folder;

  @BeforeEach
  void openFolder() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void messages_of_the_original_producers_land_once_each_however_often_the_whole_topic_is_replayed() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    String topic = "original-" + System.nanoTime();
    for (int n = 0; n < 40; n++) {
      String check = """
          {"site_id": %d, "status_code": %s, "response_time": 0.25, "has_regexp": true, "created": "2026-03-01 10:00:%02d.000001", "modified": "2026-03-01 10:00:%02d.000001",
           "comments": "%s"}""".formatted(n % 5, n % 7 == 0 ? "null" : "200", n, n, n % 7 == 0 ? "Request Exception: timeout" : "");
      publish(kafka, topic, n % 2 == 0 ? check : "{\"data\": %s}".formatted(check));
      if (n % 10 == 0) {
        publish(kafka, topic, check); // again, by a producer that was not sure
      }
    }
    publish(kafka, topic, "{\"data\": {\"site_id\": null}}");
    publish(kafka, topic, "no check");
    Path data = folder.resolve("replay");
    String[] original = {SMALL, "SITES_TOPIC=" + topic, "BOOTSTRAP_SERVER=" + kafka.secureAddress(), "AV_KFUSER=" + KafkaServer.USER, "AV_KFPASSWORD=" + KafkaServer.PASSWORD,
        "CA_PEM=" + kafka.authority().strip().replace("\n", " ")};
    try (RunningWadi wadi = new RunningWadi(data, original).start()) {
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from site_monitor") == 40 && number(wadi, "select count(*) from dead_letter") == 2);
      assertThat(number(wadi, "select count(*) from site_monitor where status_code is null and comments like 'Request Exception%'")).isEqualTo(6);
      assertThat(number(wadi, "select count(*) from dead_letter where reason like '%/data/site_id%'")).isEqualTo(1);
      number(wadi, "with gone as (delete from seen_message returning 1) select count(*) from gone"); // as after a long time
    }
    publish(kafka, topic, "{\"site_id\": 99}");
    try (RunningWadi wadi = new RunningWadi(data, Stream.concat(Stream.of(original), Stream.of("SITES_KAFKA_GROUP_ID=" + topic)).toArray(String[]::new)).start()) {
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from site_monitor where site_id = 99") == 1);
      assertThat(number(wadi, "select count(*) from site_monitor")).isEqualTo(41);
    }
  }

  @Test
  void no_check_is_lost_while_the_broker_and_the_database_are_away() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    String topic = "site-monitor-" + System.nanoTime();
    try (SiteServer sites = new SiteServer(); RunningWadi wadi = new RunningWadi(folder.resolve("away"), SMALL, "BROKER=kafka", "SITES_TOPIC=" + topic, "SITES_EVERY=1s",
        "SITES_ALLOW_PRIVATE=true", "KAFKA_BOOTSTRAP_SERVERS=" + kafka.address(), "KAFKA_GROUP_ID=" + topic, "SITES_KAFKA_GROUP_ID=" + topic,
        "ALERTING_KAFKA_TOPIC=" + topic + "-alerts").start()) {
      sites.now("down", Behaviour.status(503));
      execute(wadi, "insert into sites (id, url, regexp) values (1, '%s', 'hello'), (2, '%s', ''), (3, 'http://127.0.0.1:1/', null)".formatted(sites.url("up"), sites.url("down")));
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from site_monitor") > 5);

      kafka.kill();
      long before = number(wadi, "select count(*) from outbox where topic = 'site-checks' and published is null");
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from outbox where topic = 'site-checks' and published is null") > before + 5);
      kafka.restart();
      String server = Files.readAllLines(wadi.data().resolve("postgres/cluster/postmaster.pid")).get(0).strip();
      assertThat(new ProcessBuilder("kill", "-KILL", server).start().waitFor()).isZero();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> number(wadi, "select count(*) from site_monitor where inserted_date > now() - interval '2 seconds'") > 0);

      execute(wadi, "update sites set enabled = false");
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from site_state where lease_owner is not null") == 0
          && number(wadi, "select count(*) from outbox where published is null") == 0
          && number(wadi, "select count(*) from site_monitor") == number(wadi, "select count(*) from site_check"));
      assertThat(number(wadi, """
          select count(*) from site_check c where not exists (select from site_monitor m where m.site_id = c.site_id
            and m.record_date between (c.at at time zone 'UTC') and (c.at at time zone 'UTC') + interval '10 seconds')""")).isZero();
      assertThat(number(wadi, "select count(*) from site_monitor where site_id = 1 and status_code = 200 and has_regexp and comments is null")).isPositive();
      assertThat(number(wadi, "select count(*) from site_monitor where site_id = 3 and status_code is null and comments like 'Request Exception: %'")).isPositive();
      ConsumerRecord<String, String> record = first(kafka, topic);
      JsonNode value = JSON.readTree(record.value());
      assertThat(record.key()).isEqualTo("{\"site_id\": %d}".formatted(value.get("site_id").asInt()));
      assertThat(value.get("created").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    }
  }

  @Test
  void every_tick_of_two_hundred_sites_is_in_time_over_two_processes_and_one_takes_over_when_the_other_is_killed() throws Exception {
    load(200, Duration.ofSeconds(2), 7, 5_000);
  }

  @Tag("soak")
  @Test
  void every_tick_of_a_thousand_sites_is_in_time_for_five_minutes() throws Exception {
    load(1_000, Duration.ofSeconds(10), 30, 1_000);
  }

  /** @param most milliseconds that a check may begin late */
  private void load(int count, Duration every, int ticks, long most) throws Exception {
    String[] settings = {SMALL, "SITES_EVERY=" + every.toSeconds() + "s", "SITES_ALLOW_PRIVATE=true", "INTAKE_ARTEMIS_ENABLED=false", "SITES_TIMEOUT=1s"};
    try (SiteServer sites = new SiteServer(); RunningWadi first = new RunningWadi(folder.resolve("first"), settings).start()) {
      String port = Files.readAllLines(first.data().resolve("postgres/cluster/postmaster.pid")).get(3).strip();
      List<String> second = new ArrayList<>(List.of(settings));
      second.addAll(List.of("ROLES=sites", "DATABASE_URL=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
          "DATABASE_PASSWORD=" + Files.readString(first.data().resolve("postgres/password")).strip(),
          "CARD_KEY=" + Files.readString(first.data().resolve("secrets/card-key")).strip()));
      try (RunningWadi other = new RunningWadi(folder.resolve("second"), second.toArray(String[]::new)).start()) {
        sites.now("slow", Behaviour.slow(Duration.ofMinutes(1), Behaviour.page("late")));
        execute(first, "insert into sites (id, url) select n, '%s' || n from generate_series(1, %d) n".formatted(sites.url("s"), count));
        execute(first, "insert into sites (id, url) select n, '%s' from generate_series(%d, %d) n".formatted(sites.url("slow"), count + 1, count + count / 20));
        await().atMost(PATIENCE).until(() -> number(first, "select count(*) from site_state where checked_at is not null") == count + count / 20);

        String begun = text(first, "select now()::text");
        long heap = heap(first);
        await().atMost(every.multipliedBy(ticks + 20)).pollInterval(Duration.ofMillis(500))
            .until(() -> number(first, "select extract(epoch from now() - '%s'::timestamptz)::bigint".formatted(begun)) >= every.multipliedBy(ticks).toSeconds());
        String ended = text(first, "select now()::text");
        long late = late(first, begun, ended, every);
        System.out.printf("%d sites every %d s, %d ticks, two processes: the latest check began %d ms after it was due; used heap %d MiB, then %d MiB; made by each: %s%n", count,
            every.toSeconds(), ticks, late, heap >> 20, heap(first) >> 20, text(first, "select string_agg(n::text, ' and ') from (select count(*) n from site_check group by checked_by) c"));
        assertThat(late).as("milliseconds after it was due").isLessThan(most);
        assertThat(number(first, """
            select count(*) from (select site_id, floor((extract(epoch from at) * 1000 - phase) / %1$d) from (
              select site_id, at, (select mod(extract(epoch from next_at) * 1000, %1$d) from site_state s where s.site_id = c.site_id) as phase
              from site_check c where at between '%2$s' and '%3$s') t group by 1, 2 having count(*) > 1) twice""".formatted(every.toMillis(), begun, ended))).as("checked twice in one tick").isZero();
        assertThat(number(first, "select count(distinct checked_by) from site_check")).isEqualTo(2);

        other.killHard();
        String killed = text(first, "select now()::text");
        await().atMost(PATIENCE).until(() -> number(first, "select count(*) from site_state where checked_at <= '%s'::timestamptz".formatted(killed)) == 0);
        long covered = number(first, "select (extract(epoch from max(first) - '%1$s'::timestamptz) * 1000)::bigint from (select min(at) as first from site_check where at > '%1$s' group by site_id) f"
            .formatted(killed));
        System.out.printf("after a kill of one, all sites were looked at by the other within %d ms%n", covered);
        assertThat(covered).isLessThan(every.toMillis() + Duration.ofSeconds(6).toMillis() + most); // what it had just begun waits for its lease
      }
    }
  }

  /** The most by which a check began after its place in the interval, which is that of the next one; a millisecond before it is rounding. */
  private static long late(RunningWadi wadi, String from, String until, Duration every) throws Exception {
    return number(wadi, """
        select max(mod(mod(extract(epoch from c.at) * 1000 - extract(epoch from s.next_at) * 1000 + 1, %1$d) + %1$d, %1$d) - 1)::bigint
        from site_check c join site_state s using (site_id) where c.at between '%2$s' and '%3$s'""".formatted(every.toMillis(), from, until));
  }

  private static long heap(RunningWadi wadi) throws Exception {
    return (long) wadi.get("/observe/metrics").body().lines().filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }

  private static void publish(KafkaServer kafka, String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.address()), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "{\"site_id\": 1}", value)).get(60, TimeUnit.SECONDS);
    }
  }

  private static ConsumerRecord<String, String> first(KafkaServer kafka, String topic) {
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", kafka.address()), new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return await().atMost(PATIENCE).until(() -> consumer.poll(Duration.ofSeconds(1)).records(partition), records -> !records.isEmpty()).get(0);
    }
  }

  private static void execute(RunningWadi wadi, String sql) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(RunningWadi wadi, String sql) throws Exception {
    return Long.parseLong(text(wadi, sql));
  }

  private static String text(RunningWadi wadi, String sql) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
