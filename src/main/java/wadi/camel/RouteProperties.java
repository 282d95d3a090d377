package wadi.camel;

import java.time.DateTimeException;
import java.time.ZoneId;
import wadi.domain.delivery.Budget;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * The properties that only routes read, checked before anything starts. A route compares them with words: one it does
 * not know would silently take another branch.
 */
public final class RouteProperties {
  private RouteProperties() {}

  /** @throws StartupException names the property, its value and what would be right */
  public static void check(Settings settings) {
    settings.choice("fraud.mode", "rules", "sample");
    settings.choice("intake.http.replies", "wadi", "original");
    settings.choice("intake.journal", "all", "held");
    settings.choice("broker", "artemis");
    settings.choice("delivery.email.provider", "smtp");
    settings.number("intake.json.max-depth", 4, 1_000);
    settings.number("intake.json.max-tokens", 100, 1_000_000);
    settings.duration("intake.idempotency.reservation");
    settings.duration("intake.idempotency.wait");
    settings.number("alerting.artemis.consumers", 1, 100);
    settings.number("delivery.email.concurrency", 1, 1_000);
    settings.duration("delivery.email.smtp.timeout");
    settings.duration("delivery.retry-for");
    settings.size("http.body-limit");
    try {
      Budget.parse(settings.text("delivery.email.budget"), zone(settings));
    } catch (IllegalArgumentException e) {
      throw new StartupException("The property delivery.email.budget is wrong: " + e.getMessage() + ".", e);
    }
  }

  private static ZoneId zone(Settings settings) {
    String name = settings.text("delivery.email.zone");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new StartupException("The property delivery.email.zone is \"%s\"; it must be a time zone such as Europe/Berlin.".formatted(name), e);
    }
  }
}
