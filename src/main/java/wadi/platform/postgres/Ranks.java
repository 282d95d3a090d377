package wadi.platform.postgres;

import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.delivery.Ageing;

/** The places in the queue of what was promised before a start. */
final class Ranks {
  private Ranks() {}

  /** When ageing was switched on or off, what waits would be ahead of everything else, or behind it: ranks with age are positive. */
  static void follow(Ageing ageing, JdbcTemplate jdbc) {
    String stale = ageing.step().isPresent() ? "rank <= 0" : "rank > 0";
    if (Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from delivery where status = 'waiting' and only_provider is null and "
        + stale + ")", Boolean.class))) {
      String rank = ageing.step().map(step -> "(extract(epoch from created_at) * 1000)::bigint - urgency * " + step.toMillis() + "::bigint")
          .orElseGet(() -> "urgency * " + Ageing.NONE.rank(1, Instant.EPOCH) + "::bigint");
      jdbc.update("update delivery set rank = " + rank + " where status in ('waiting', 'delayed', 'leased', 'parked') and " + stale);
    }
  }
}
