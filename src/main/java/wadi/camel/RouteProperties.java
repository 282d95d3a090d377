package wadi.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import wadi.camel.delivery.AfricasTalking;
import wadi.camel.delivery.Channel;
import wadi.camel.files.Nearest;
import wadi.platform.Roles;
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
    roles(settings);
    settings.choice("fraud.mode", "rules", "sample");
    settings.choice("intake.http.replies", "wadi", "original");
    settings.choice("intake.journal", "all", "held");
    settings.choice("broker", "artemis");
    settings.number("intake.json.max-depth", 4, 1_000);
    settings.number("intake.json.max-tokens", 100, 1_000_000);
    settings.duration("intake.idempotency.reservation");
    settings.duration("intake.idempotency.wait");
    settings.number("alerting.artemis.consumers", 1, 100);
    settings.duration("delivery.email.smtp.timeout");
    settings.duration("delivery.http.timeout");
    settings.duration("delivery.retry-for");
    settings.duration("reload.drain-timeout");
    settings.duration("reload.watch-errors-for");
    settings.flag("reload.watch");
    settings.size("http.body-limit");
    Channel.all(settings).forEach(channel -> channel.check(settings));
    AfricasTalking.check(settings);
  }

  private static void roles(Settings settings) {
    try (Stream<Path> folders = Files.list(settings.home().resolve("routes"))) {
      List<String> groups = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
      Roles.of(settings).unknown(groups).stream().findFirst().ifPresent(wrong -> {
        throw new StartupException("The property roles names \"%s\", which is no folder of routes/: %s".formatted(wrong, Nearest.hint(wrong, groups)));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
