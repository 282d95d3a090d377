package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.sites.Cause;
import wadi.domain.sites.DueCheck;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Phases;
import wadi.domain.sites.Rhythm;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.domain.sites.SiteDefaults;

@Timeout(60)
class DueSitesTest {
  private static final SiteDefaults DEFAULTS = new SiteDefaults(Duration.ofMinutes(10), Duration.ofSeconds(5), 2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final AtomicLong ids = new AtomicLong();

  @Test
  void a_site_that_somebody_inserts_as_the_original_did_is_due_at_once_and_then_in_its_rhythm() {
    database.jdbc().sql("insert into sites (id, url, regexp) values (7, 'https://shop.example.com/', 'Welcome'), (8, 'https://b.example.com/', '')").update();
    List<DueCheck> due = claim("a", NOON, 100);
    Site site = due.get(0).site();
    assertThat(due).extracting(check -> check.site().id()).containsExactly(7, 8);
    assertThat(site.name()).isEqualTo("https://shop.example.com/");
    assertThat(site.every()).isEqualTo(DEFAULTS.every());
    assertThat(site.timeout()).isEqualTo(DEFAULTS.timeout());
    assertThat(site.after()).isEqualTo(2);
    assertThat(site.expectations().present()).contains("Welcome");
    assertThat(due.get(1).site().expectations().present()).isEmpty();
    assertThat(keep("a", NOON.plusMillis(300), due.get(0))).isTrue();
    Instant next = Rhythm.of(7, DEFAULTS.every()).after(NOON);
    assertThat(claim("a", next.minusMillis(1), 100)).isEmpty();
    assertThat(claim("a", next, 100)).extracting(check -> check.site().id()).containsExactly(7);
  }

  @Test
  void what_a_site_says_itself_counts_more_than_the_defaults() {
    database.jdbc().sql("""
        insert into sites (id, url, name, every, timeout, after, expectations, credentials)
        values (7, 'u', 'shop', interval '30 seconds', interval '1.5 seconds', 3, '{"statuses": [204], "within": "250ms"}', 'SHOP_LOGIN')""").update();
    Site site = claim("a", NOON, 1).get(0).site();
    assertThat(site.name()).isEqualTo("shop");
    assertThat(site.every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(site.timeout()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(site.after()).isEqualTo(3);
    assertThat(site.expectations().statuses()).containsExactly(204);
    assertThat(site.expectations().within()).contains(Duration.ofMillis(250));
    assertThat(site.credentials()).contains("SHOP_LOGIN");
  }

  @Test
  void those_that_are_disabled_or_have_an_id_twice_do_no_harm() {
    database.jdbc().sql("insert into sites (id, url, enabled) values (1, 'a', false), (2, 'b', true)").update();
    database.jdbc().sql("alter table sites drop constraint sites_pkey; insert into sites (id, url) values (2, 'b again')").update();
    try {
      assertThat(claim("a", NOON, 100)).extracting(check -> check.site().id()).containsExactly(2);
    } finally {
      database.jdbc().sql("delete from sites; alter table sites add primary key (id)").update();
    }
  }

  @Test
  void of_many_new_ones_those_that_cannot_be_checked_at_once_are_spread_over_their_interval() {
    insert(1_000);
    DueSites sites = sites("a");
    sites.follow(NOON, 100, DEFAULTS);
    assertThat(sites.claim(NOON, 2_000, DEFAULTS)).hasSize(100);
    assertThat(database.count("select count(*) from site_state where next_at > ?::timestamptz and next_at <= ?::timestamptz", NOON.toString(),
        NOON.plus(Duration.ofMinutes(5)).toString())).isBetween(350L, 550L);
    assertThat(database.count("select count(*) from site_state where next_at > ?::timestamptz", NOON.plus(DEFAULTS.every()).toString())).isZero();
  }

  @Test
  void several_processes_share_what_is_due_and_no_check_is_made_twice() throws Exception {
    insert(300);
    sites("a").follow(NOON, 1_000, DEFAULTS);
    List<Integer> claimed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> processes = IntStream.range(0, 6).mapToObj(n -> new Thread(() -> {
      DueSites sites = sites("process-" + n);
      for (List<DueCheck> due = sites.claim(NOON, 7, DEFAULTS); !due.isEmpty(); due = sites.claim(NOON, 7, DEFAULTS)) {
        due.forEach(check -> claimed.add(check.site().id()));
      }
    })).toList();
    processes.forEach(Thread::start);
    for (Thread process : processes) {
      process.join();
    }
    assertThat(claimed).doesNotHaveDuplicates();
    assertThat(claimed.size()).as("a claim passes over what another one is just taking").isGreaterThan(250);
    while (true) {
      List<DueCheck> rest = sites("late").claim(NOON, 100, DEFAULTS);
      if (rest.isEmpty()) {
        break;
      }
      rest.forEach(check -> claimed.add(check.site().id()));
    }
    assertThat(claimed).doesNotHaveDuplicates().hasSize(300);
  }

  @Test
  void what_a_killed_process_had_begun_is_due_again_when_its_lease_is_over_and_its_own_result_comes_too_late() {
    insert(1);
    DueCheck lost = claim("killed", NOON, 1).get(0);
    assertThat(claim("b", NOON.plusSeconds(60), 1)).isEmpty();
    database.jdbc().sql("update site_state set lease_until = clock_timestamp() - interval '1 millisecond'").update();
    DueCheck taken = claim("b", NOON.plusSeconds(1), 1).get(0);
    assertThat(keep("killed", NOON.plusSeconds(2), lost)).isFalse();
    assertThat(keep("b", NOON.plusSeconds(2), taken)).isTrue();
    assertThat(keep("b", NOON.plusSeconds(2), taken)).as("a second time").isFalse();
    assertThat(database.count("select count(*) from site_check")).isEqualTo(1);
  }

  @Test
  void a_result_that_comes_late_is_kept_when_nobody_else_has_looked() {
    insert(1);
    DueCheck due = claim("a", NOON, 1).get(0);
    database.jdbc().sql("update site_state set lease_until = clock_timestamp() - interval '1 hour'").update();
    assertThat(keep("a", NOON.plusSeconds(90), due)).isTrue();
  }

  @Test
  void nothing_is_kept_of_a_site_that_is_gone_and_its_state_goes_too() {
    insert(2);
    List<DueCheck> due = claim("a", NOON, 2);
    database.jdbc().sql("delete from sites where id = 1").update();
    assertThat(keep("a", NOON, due.get(0))).isFalse();
    assertThat(keep("a", NOON, due.get(1))).isTrue();
    sites("a").follow(NOON, 10, DEFAULTS);
    assertThat(database.jdbc().sql("select site_id from site_state").query(Integer.class).list()).containsExactly(2);
  }

  @Test
  void a_shorter_interval_holds_at_once() {
    insert(1);
    DueCheck due = claim("a", NOON, 1).get(0);
    keep("a", NOON, due);
    database.jdbc().sql("update sites set every = interval '1 second'").update();
    assertThat(claim("a", NOON.plusSeconds(1), 1)).hasSize(1);
  }

  @Test
  void what_another_process_wrote_a_moment_after_we_looked_is_no_shorter_interval() {
    insert(1);
    keep("b", NOON, claim("b", NOON, 1).get(0));
    database.jdbc().sql("update site_state set next_at = ?::timestamptz").param(NOON.plus(DEFAULTS.every()).plusMillis(900).toString()).update();
    assertThat(claim("a", NOON, 1)).isEmpty();
  }

  @Test
  void a_check_counts_in_the_state_of_its_site() {
    insert(1);
    for (int i = 0; i < 3; i++) {
      DueCheck due = claim("a", NOON.plusSeconds(600L * i), 1).get(0);
      assertThat(checks("a", NOON.plusSeconds(600L * i)).keep(new SiteCheck(due.id(), due.site(), i == 0 ? up(NOON) : down(NOON.plusSeconds(600L * i))))).isTrue();
      assertThat(database.jdbc().sql("select last->>'phases' from site_state").query(String.class).single())
          .isEqualTo(i == 0 ? "{\"connect\": 0.02, \"transfer\": 0.02, \"processing\": 0.02}" : "{}");
    }
    assertThat(database.jdbc().sql("select outcome, since, good, bad, checked_by, lease_owner from site_state").query().singleRow()).containsEntry("outcome", "down")
        .containsEntry("good", 0).containsEntry("bad", 2).containsEntry("checked_by", "a").containsEntry("lease_owner", null)
        .hasEntrySatisfying("since", since -> assertThat(((java.sql.Timestamp) since).toInstant()).isEqualTo(NOON.plusSeconds(600)));
    assertThat(database.jdbc().sql("select causes::text from site_check order by at desc limit 1").query(String.class).single())
        .isEqualTo("[{\"kind\": \"unreachable\", \"text\": \"nobody there\"}]");
  }

  private void insert(int count) {
    database.jdbc().sql("insert into sites (id, url) select n, 'http://site-' || n from generate_series(1, ?) n").param(count).update();
  }

  private DueSites sites(String instance) {
    return new DueSites(database.database(), ids::incrementAndGet, instance);
  }

  private static SiteCheckTable checks(String instance, Instant now) {
    return new SiteCheckTable(database.database(), Clock.fixed(now, ZoneOffset.UTC), instance);
  }

  private List<DueCheck> claim(String instance, Instant now, int most) {
    sites(instance).follow(now, 100, DEFAULTS);
    return sites(instance).claim(now, most, DEFAULTS);
  }

  private static boolean keep(String instance, Instant now, DueCheck due) {
    return checks(instance, now).keep(new SiteCheck(due.id(), due.site(), up(now)));
  }

  private static Observation up(Instant at) {
    Duration time = Duration.ofMillis(20);
    return new Observation(at, Optional.of(200), new Phases(Optional.empty(), Optional.of(time), Optional.empty(), Optional.of(time), Optional.of(time), Optional.of(time), time), 7,
        Optional.of("127.0.0.1"), Optional.empty(), Optional.of(true), List.of());
  }

  private static Observation down(Instant at) {
    return new Observation(at, Optional.empty(), new Phases(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Duration.ofSeconds(5)), 0, Optional.empty(), Optional.empty(), Optional.empty(), List.of(new Cause(Cause.Kind.UNREACHABLE, "nobody there")));
  }
}
