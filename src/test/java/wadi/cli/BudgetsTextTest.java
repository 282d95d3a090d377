package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BudgetsTextTest {
  private static final String PAGE = """
      {"channels": [{"channel": "email", "providers": [
          {"provider": "brevo", "state": "out", "heldUntil": "2026-11-20T12:00:30Z", "reason": "not now: HTTP 500", "release": "hourly", "zone": "UTC", "windows": [
            {"window": "hours", "starts": "2026-11-20T12:00:00Z", "ends": "2026-11-20T13:00:00Z", "limit": 12, "used": 7, "reserved": 2, "granted": 12},
            {"window": "days", "starts": "2026-11-20T00:00:00Z", "ends": "2026-11-21T00:00:00Z", "limit": 300, "used": 120, "reserved": 0, "granted": null}]},
          {"provider": "smtp", "state": "unknown", "heldUntil": null, "reason": "", "release": "immediate", "zone": "UTC", "windows": []}],
        "waiting": [{"urgency": "low", "from": 0, "count": 20000, "more": true, "oldest": null}],
        "forecast": {"state": "ok", "words": "all that waits leaves today"}}]}""";

  @Test
  void shows_each_window_each_provider_what_waits_and_the_forecast() throws Exception {
    assertThat(new BudgetsText(new ObjectMapper().readTree(PAGE)).text()).isEqualTo("""
        email
        PROVIDER  WINDOW  USED                  RESERVE  RELEASE    NEXT CREDITS AT       STATE
        brevo     hours   7/12 (12 handed out)  2        hourly     2026-11-20T13:00:00Z  out until 2026-11-20T12:00:30Z: not now: HTTP 500
        brevo     days    120/300               0        hourly     2026-11-21T00:00:00Z  out until 2026-11-20T12:00:30Z: not now: HTTP 500
        smtp      -       unlimited             -        immediate  -                     not known here: another process sends
        URGENCY  WAITING          OLDEST
        low      more than 20000  -
        Forecast: all that waits leaves today.""");
  }

  @Test
  void says_that_there_is_no_channel() throws Exception {
    assertThat(new BudgetsText(new ObjectMapper().readTree("{\"channels\": []}")).text()).isEqualTo("There is no channel.");
  }
}
