package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.SiteEntry;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.SiteLists.Brought;
import wadi.platform.postgres.SiteTable.NotChanged;
import wadi.platform.postgres.SiteTable.Stored;

class SiteTableTest {
  @RegisterExtension
  static final TestDatabase DB = new TestDatabase();

  private static final Actor SOMEBODY = new Actor("ada", "127.0.0.1", null);

  private final SiteTable table = new SiteTable(DB.database());
  private final SiteLists lists = new SiteLists(DB.database());

  private static SiteEntry site(String name, String url) {
    return new SiteEntry(OptionalInt.empty(), Optional.ofNullable(name), url, Optional.of(Duration.ofMillis(1_500)), Optional.empty(), OptionalInt.of(3),
        new Expectations(List.of(200, 201), Optional.of("x"), Optional.of("y"), Map.of("$.a", "b"), Map.of("Server", "z"), Optional.of(Duration.ofSeconds(2)),
            OptionalInt.of(14), Optional.of("https://c.example.com/")), Map.of("email", Map.of("low", List.of("a@example.com"))), Optional.of("SITES_A"), true);
  }

  @Test
  void keeps_a_site_as_it_was_written_down_and_finds_it_by_name_and_number() {
    Stored stored = table.add(site("shop", "https://a.example.com/"), SOMEBODY);

    assertThat(stored.entry()).isEqualTo(site("shop", "https://a.example.com/").with(stored.id()));
    assertThat(table.one("shop")).isEqualTo(stored).isEqualTo(table.one(Integer.toString(stored.id())));
    assertThat(DB.count("select count(*) from audit where action = 'add-site' and actor = 'ada' and target = ?", "site/" + stored.id())).isOne();
  }

  @Test
  void gives_each_name_once_and_no_number_of_a_removed_site_again() {
    Stored first = table.add(site("shop", "https://a.example.com/"), SOMEBODY);

    assertThatThrownBy(() -> table.add(site("shop", "https://b.example.com/"), SOMEBODY)).isInstanceOf(NotChanged.class).hasMessageContaining("of the name shop");
    table.remove(first, SOMEBODY);
    assertThatThrownBy(() -> table.one("shop")).isInstanceOfSatisfying(NotChanged.class, e -> assertThat(e.isMissing()).isTrue());
    assertThat(table.add(site("shop", "https://b.example.com/"), SOMEBODY).id()).isGreaterThan(first.id());
  }

  @Test
  void checks_a_changed_site_at_once_and_one_that_is_as_before_when_it_is_due() {
    Stored shop = table.add(site("shop", "https://a.example.com/"), SOMEBODY);
    DB.jdbc().sql("insert into site_state (site_id, next_at) values (?, now() + interval '1 day')").param(shop.id()).update();

    table.change(shop, shop.entry(), SOMEBODY);
    assertThat(DB.count("select count(*) from site_state where next_at > now()")).isOne();
    table.change(shop, site("store", "https://a.example.com/"), SOMEBODY);
    assertThat(DB.count("select count(*) from site_state where next_at > now()")).isZero();
    assertThat(table.one("store").id()).isEqualTo(shop.id());
  }

  @Test
  void imports_with_the_numbers_given_again_and_again_and_all_or_none() {
    List<SiteEntry> two = List.of(site(null, "https://a.example.com/").with(7), site(null, "https://b.example.com/").with(9));

    assertThat(lists.bring(two, SOMEBODY)).isEqualTo(new Brought(2, 0, 0, 0));
    assertThat(lists.bring(two, SOMEBODY)).isEqualTo(new Brought(0, 0, 2, 0));
    assertThat(lists.bring(List.of(site("b", "https://b.example.com/").with(9)), SOMEBODY)).isEqualTo(new Brought(0, 1, 0, 0));
    assertThat(table.all()).extracting(Stored::id).containsExactly(7, 9);
    assertThatThrownBy(() -> lists.bring(List.of(site("c", "https://c.example.com/"), site("b", "https://d.example.com/").with(11)), SOMEBODY))
        .isInstanceOf(NotChanged.class).hasMessageContaining("The name b is that of site [9]");
    assertThat(table.all()).hasSize(2);
  }

  @Test
  void adds_to_a_number_that_somebody_took_by_hand() {
    int next = table.add(site("a", "https://a.example.com/"), SOMEBODY).id() + 1;
    lists.bring(List.of(site("b", "https://b.example.com/").with(next)), SOMEBODY);

    assertThat(table.add(site("c", "https://c.example.com/"), SOMEBODY).id()).isEqualTo(next + 1);
  }

  @Test
  void takes_over_sites_of_the_file_and_gives_back_disabled_what_it_does_not_name_any_more() {
    Stored shop = table.add(site("shop", "https://a.example.com/"), SOMEBODY);

    assertThat(lists.live(List.of(site("shop", "https://b.example.com/"), site("blog", "https://c.example.com/")))).isEqualTo(new Brought(1, 1, 0, 0));
    assertThat(table.one("shop").id()).isEqualTo(shop.id());
    assertThatThrownBy(() -> table.change(shop, shop.entry(), SOMEBODY)).hasMessageContaining("stands in routes/sites/sites.yaml");
    assertThat(lists.live(List.of(site("shop", "https://b.example.com/"), site("blog", "https://c.example.com/")))).isEqualTo(new Brought(0, 0, 2, 0));
    assertThat(lists.live(List.of(site("shop", "https://b.example.com/")))).isEqualTo(new Brought(0, 0, 1, 1));
    assertThat(table.one("blog")).satisfies(blog -> assertThat(blog.entry().enabled()).isFalse()).satisfies(blog -> assertThat(blog.isOfFile()).isFalse());
    assertThat(lists.live(List.of(site("shop", "https://b.example.com/"), site("blog", "https://c.example.com/")))).isEqualTo(new Brought(0, 1, 1, 0));
    assertThat(table.one("blog").entry().enabled()).isTrue();
  }

  @Test
  void counts_up_time_over_checks_that_are_kept_and_days_that_are_sums() throws Exception {
    int shop = table.add(site("shop", "https://a.example.com/"), SOMEBODY).id();
    LocalDate today = LocalDate.parse("2026-11-20");
    DB.jdbc().sql("insert into site_day values (?, '2026-11-18', 10, 9, 1, 0, 1, 5, 2), (?, '2026-11-19', 4, 4, 0, 0, 0, 2, 1), (?, '2026-10-01', 9, 0, 0, 0, 9, 1, 1)")
        .params(shop, shop, shop).update();
    List.of("2026-11-19T23:59:59Z down", "2026-11-20T00:00:00Z up", "2026-11-20T12:00:00Z degraded", "2026-11-20T13:00:00Z failed").forEach(check ->
        DB.jdbc().sql("insert into site_check (id, site_id, at, checked_by, outcome, total_seconds) values ((select count(*) from site_check), ?, ?::timestamptz, 'a', ?, 0.5)")
            .params(shop, check.split(" ")[0], check.split(" ")[1]).update());

    JsonNode uptime = new ObjectMapper().readTree(new SiteQueries(DB.database()).uptime(shop, today, 30));

    assertThat(uptime.get("checks").asInt()).isEqualTo(18);
    assertThat(uptime.get("percent").asDouble()).isEqualTo(83.333);
    assertThat(uptime.get("days")).extracting(day -> day.get("day").asText() + " " + day.get("up").asInt() + "/" + day.get("checks").asInt())
        .containsExactly("2026-11-18 9/10", "2026-11-19 4/5", "2026-11-20 2/3");
    assertThat(new ObjectMapper().readTree(new SiteQueries(DB.database()).uptime(shop, today, 1)).get("checks").asInt()).isEqualTo(3);
  }

  @Test
  void shows_the_sites_a_process_checked_last_and_no_others() {
    int shop = table.add(site("shop", "https://a.example.com/"), SOMEBODY).id();
    DB.jdbc().sql("insert into site_state (site_id, next_at, checked_by) values (?, now(), 'b')").param(shop).update();
    DB.jdbc().sql("insert into site_check (id, site_id, at, checked_by, outcome, total_seconds, resolve_seconds) values (1, ?, now(), 'b', 'degraded', 0.5, 0.25)").param(shop).update();

    SiteReadings readings = new SiteReadings(DB.database());

    assertThat(readings.of("a")).isEmpty();
    assertThat(readings.of("b")).singleElement().satisfies(reading -> {
      assertThat(reading.up()).isTrue();
      assertThat(reading.phases().resolve()).contains(0.25);
      assertThat(reading.phases().tls()).isEmpty();
      assertThat(reading.status()).isEmpty();
    });
    DB.jdbc().sql("update sites set enabled = false").update();
    assertThat(readings.of("b")).isEmpty();
  }
}
