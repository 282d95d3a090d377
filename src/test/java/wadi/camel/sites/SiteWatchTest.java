package wadi.camel.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.camel.alerting.Silencing;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.Network;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Phases;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.platform.Together;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.postgres.SiteIncidentTable;
import wadi.platform.postgres.TestDatabase;
import wadi.platform.ports.SiteProber;

@Timeout(60)
class SiteWatchTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static final AtomicLong IDS = new AtomicLong(1_000);
  private static final List<Cause> DARK = List.of(new Cause(Cause.Kind.UNREACHABLE, "connection refused"));
  private static final List<Cause> WRONG = List.of(new Cause(Cause.Kind.STATUS, "status 500"));
  private static final List<Cause> WELL = List.of();

  private final Instant start = Instant.now().minusSeconds(1_000);
  private final AtomicInteger time = new AtomicInteger();
  private final SiteWatch here = watch("here");
  private final SiteWatch there = watch("there");

  @BeforeEach
  void sites() {
    for (int id = 1; id <= 4; id++) {
      database.jdbc().sql("insert into sites (id, name, url) values (?, ?, ?)").params(id, "site" + id, "https://site" + id + ".example.com/").update();
      database.jdbc().sql("insert into site_state (site_id, next_at, outcome, checked_at) values (?, now(), 'up', now())").param(id).update();
    }
  }

  @Test
  void two_bad_results_are_an_incident_and_two_good_ones_its_end() {
    assertThat(check(here, 1, DARK)).isEmpty();
    assertThat(check(there, 1, DARK)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "down").containsEntry("checks", 2).containsEntry("siteId", 1));
    assertThat(check(here, 1, DARK)).isEmpty();
    assertThat(check(here, 1, WELL)).isEmpty();
    assertThat(check(here, 1, WELL)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "up-again").containsEntry("checks", 5).containsEntry("duration", 3L));
    assertThat(check(here, 1, WELL)).isEmpty();
    assertThat(database.count("select count(*) from site_incident where ended_at is not null and checks = 5 and (causes->>'connection refused')::int = 3")).isEqualTo(1);
  }

  @Test
  void of_many_who_see_it_at_once_one_opens_the_incident() throws Exception {
    check(here, 1, DARK);
    List<Integer> raised = Together.run(8, thread -> check(thread % 2 == 0 ? here : there, 1, DARK).size());
    assertThat(raised.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    assertThat(database.count("select count(*) from site_incident")).isEqualTo(1);
    check(here, 1, WELL);
    List<Integer> ended = Together.run(8, thread -> check(thread % 2 == 0 ? here : there, 1, WELL).size());
    assertThat(ended.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    assertThat(database.count("select count(*) from site_incident where ended_at is null")).isZero();
  }

  @Test
  void while_no_site_is_seen_there_is_one_alert_over_all_processes_and_sites_count_anew_from_its_end() throws Exception {
    for (int id = 1; id <= 4; id++) {
      check(here, id, DARK);
    }
    List<Integer> raised = Together.run(8, thread -> check(here, thread % 4 + 1, DARK, Network.GONE).size());
    assertThat(raised.stream().mapToInt(Integer::intValue).sum()).as("alerts").isEqualTo(1);
    assertThat(database.jdbc().sql("select track from site_incident").query(String.class).list()).containsExactly("prober");
    assertThat(check(here, 3, DARK, Network.UNKNOWN)).as("too few others are left to look at").isEmpty();

    assertThat(check(here, 1, WELL)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "prober-up").doesNotContainKey("site"));
    assertThat(check(here, 2, DARK, Network.SEEN)).as("the first since then").isEmpty();
    assertThat(check(here, 2, DARK, Network.SEEN)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "down").containsEntry("checks", 2));
  }

  @Test
  void a_site_that_answers_ends_it_and_counts_for_itself_whatever_it_answers() {
    check(here, 1, DARK);
    assertThat(check(here, 1, DARK, Network.GONE)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "prober-down"));
    assertThat(check(here, 1, WRONG)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "prober-up"));
    assertThat(check(here, 1, WRONG)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "down").containsEntry("causes", List.of("status 500")));
  }

  @Test
  void what_another_process_sees_neither_ends_it_nor_is_hidden_by_it_until_that_process_is_gone() {
    database.jdbc().sql("insert into process (instance, host, pid, management, version, started_at, roles, state, generation, hash) values ('here', 'h', 1, 'm', 'v', now(), '', 'up', 1, '')").update();
    check(here, 1, DARK);
    check(here, 1, DARK, Network.GONE);
    assertThat(check(there, 2, WELL)).isEmpty();
    check(there, 3, DARK, Network.SEEN);
    assertThat(check(there, 3, DARK, Network.SEEN)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "down").containsEntry("siteId", 3));
    database.jdbc().sql("delete from process").update();
    assertThat(check(there, 2, WELL)).singleElement().satisfies(alert -> assertThat(alert).containsEntry("event", "prober-up"));
  }

  @Test
  void an_incident_that_was_silenced_is_told_with_the_next_bad_check_after_the_silence() {
    check(here, 1, DARK);
    long alert = (Long) check(here, 1, DARK).get(0).get("alertId");
    database.jdbc().sql("insert into alert (id, kind, severity, raised_at, body, silenced_by) values (?, 'site', 'critical', now(), '{}', 3)").param(alert).update();
    database.jdbc().sql("insert into silence (id, matchers, from_at, until_at, reason, who) overriding system value values (3, '[{\"field\": \"site\", \"op\": \"=~\", \"value\": \"site.*\"}]', "
        + "now() - interval '1 hour', now() + interval '1 hour', 'x', 'me')").update();
    assertThat(check(here, 1, DARK)).isEmpty();
    database.jdbc().sql("update silence set ended_at = now()").update();
    assertThat(check(here, 1, WELL)).as("good checks tell nothing").isEmpty();
    assertThat(check(here, 1, DARK)).singleElement().satisfies(again -> assertThat(again).containsEntry("event", "down").containsEntry("checks", 5));
    assertThat(check(here, 1, DARK)).isEmpty();
  }

  @Test
  void nobody_hears_the_end_of_what_nobody_was_told_of() {
    check(here, 1, DARK);
    long alert = (Long) check(here, 1, DARK).get(0).get("alertId");
    database.jdbc().sql("insert into alert (id, kind, severity, raised_at, body, silenced_by) values (?, 'site', 'critical', now(), '{}', 3)").param(alert).update();
    check(here, 1, WELL);
    assertThat(check(here, 1, WELL)).isEmpty();
    assertThat(database.count("select count(*) from site_incident where ended_at is not null")).isEqualTo(1);
  }

  @Test
  void others_are_looked_at_once_for_all_sites_that_fail_at_this_moment_and_only_when_somebody_would_be_told() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    SiteProber prober = site -> {
      looks.incrementAndGet();
      return seen(DARK);
    };
    SiteControl control = new SiteControl(here, incidents("here"), prober, System::nanoTime);
    for (int id = 1; id <= 4; id++) {
      assertThat(control.look(new SiteCheck(IDS.incrementAndGet(), site(id), seen(DARK)))).isEqualTo(Network.UNKNOWN);
      check(here, id, DARK);
    }
    assertThat(looks).hasValue(0);
    List<Network> networks = Together.run(8, thread -> control.look(new SiteCheck(IDS.incrementAndGet(), site(thread % 4 + 1), seen(DARK))));
    assertThat(networks).containsOnly(Network.GONE);
    assertThat(looks).hasValue(3);
    assertThat(new SiteControl(here, incidents("here"), site -> seen(WRONG), System::nanoTime).look(new SiteCheck(IDS.incrementAndGet(), site(1), seen(DARK)))).isEqualTo(Network.SEEN);
    assertThat(control.look(new SiteCheck(IDS.incrementAndGet(), site(1), seen(WRONG)))).as("it answers").isEqualTo(Network.UNKNOWN);
  }

  @Test
  void a_site_that_is_down_for_a_day_is_no_control() {
    database.jdbc().sql("update site_state set outcome = 'down' where site_id = 2").update();
    database.jdbc().sql("update sites set enabled = false where id = 3").update();
    assertThat(incidents("here").others(1, 10)).extracting(Site::id).containsExactly(4);
    check(here, 2, WELL);
    assertThat(incidents("here").others(1, 10)).extracting(Site::id).containsExactly(4, 2);
    check(here, 2, DARK);
    check(here, 2, DARK);
    assertThat(incidents("here").others(1, 10)).extracting(Site::id).containsExactly(4);
  }

  private List<Map<String, Object>> check(SiteWatch watch, int id, List<Cause> causes) {
    return check(watch, id, causes, Network.UNKNOWN);
  }

  /** As report-site-check does it. */
  private List<Map<String, Object>> check(SiteWatch watch, int id, List<Cause> causes, Network network) {
    List<Map<String, Object>> alerts = new ArrayList<>();
    new TransactionTemplate(database.database().transactions()).executeWithoutResult(status -> {
      SiteCheck check = new SiteCheck(IDS.incrementAndGet(), site(id), seen(causes));
      List<String> written = causes.stream().map(cause -> "{\"kind\": \"%s\", \"text\": \"%s\"}".formatted(cause.kind().word(), cause.text())).toList();
      database.jdbc().sql("insert into site_check (id, site_id, at, checked_by, outcome, total_seconds, causes) values (?, ?, ?, 'x', ?, 1, ?::jsonb)")
          .params(check.id(), id, Timestamp.from(check.seen().at()), check.seen().outcome().word(), "[" + String.join(",", written) + "]").update();
      alerts.addAll(watch.alerts(check, network));
    });
    return alerts;
  }

  private Observation seen(List<Cause> causes) {
    return new Observation(start.plusSeconds(time.incrementAndGet()), Optional.empty(), new Phases(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Duration.ofSeconds(1)), 0, Optional.empty(), Optional.empty(), Optional.empty(), causes);
  }

  private static Site site(int id) {
    return new Site(id, "site" + id, "https://site" + id + ".example.com/", Duration.ofMinutes(1), Duration.ofSeconds(5), 2, Expectations.NONE, Optional.empty());
  }

  private static SiteWatch watch(String instance) {
    Clock clock = Clock.system(ZoneOffset.UTC);
    return new SiteWatch(incidents(instance), new Silencing(new SilenceTable(database.database()), clock), IDS::incrementAndGet, clock);
  }

  private static SiteIncidentTable incidents(String instance) {
    return new SiteIncidentTable(database.database(), instance);
  }
}
