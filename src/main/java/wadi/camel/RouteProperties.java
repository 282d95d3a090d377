package wadi.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wadi.camel.alerting.Recipients;
import wadi.camel.delivery.AfricasTalking;
import wadi.camel.delivery.Brevo;
import wadi.camel.delivery.BudgetSetup;
import wadi.camel.delivery.Channel;
import wadi.camel.delivery.Fcm;
import wadi.camel.delivery.Httpbin;
import wadi.camel.delivery.MailSender;
import wadi.camel.files.Nearest;
import wadi.camel.mail.MailRequests;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.FraudAddress;
import wadi.platform.smpp.SmppAccount;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.webhooks.TargetCheck;

/**
 * The properties that only routes read, checked before anything starts. A route compares them with words: one it does
 * not know would silently take another branch.
 */
public final class RouteProperties {
  private RouteProperties() {}

  /** @throws StartupException names the property, its value and what would be right */
  public static void check(Settings settings) {
    roles(settings);
    settings.choice("fraud.mode", "rules", "sample", "remote");
    settings.choice("fraud.remote.fallback", "rules", "hold", "pass");
    settings.duration("fraud.remote.timeout");
    settings.number("fraud.remote.connections", 1, 10_000);
    settings.number("fraud.remote.breaker.calls", 1, 10_000);
    settings.number("fraud.remote.breaker.failed-percent", 1, 100);
    settings.number("fraud.remote.breaker.open-seconds", 1, 3_600);
    settings.choice("fraud.velocity.when-unavailable", "pass", "review", "hold");
    FraudAddress.check(settings);
    settings.choice("intake.http.replies", "wadi", "original");
    settings.choice("intake.journal", "all", "held");
    settings.choice("broker", "artemis", "rabbitmq", "kafka");
    brokers(settings);
    settings.number("intake.json.max-depth", 4, 1_000);
    settings.number("intake.json.max-tokens", 100, 1_000_000);
    settings.duration("intake.idempotency.reservation");
    settings.duration("intake.idempotency.wait");
    settings.number("alerting.artemis.consumers", 1, 100);
    settings.duration("delivery.email.smtp.timeout");
    settings.duration("delivery.http.timeout");
    settings.duration("delivery.retry-for");
    settings.duration("delivery.callback.look-every");
    settings.duration("reload.drain-timeout");
    settings.duration("reload.watch-errors-for");
    settings.flag("reload.watch");
    settings.size("http.body-limit");
    Channel.all(settings).forEach(channel -> channel.check(settings));
    BudgetSetup.of(settings);
    AfricasTalking.check(settings);
    Brevo.check(settings);
    Fcm.check(settings);
    Httpbin.check(settings);
    TargetCheck.of(settings);
    MailSender.check(settings);
    SmtpAccount.check(settings);
    SmppAccount.check(settings);
    Recipients.check(settings);
    MailRequests.check(settings);
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

  private static void differ(Settings settings, String place, String... prefixes) {
    Map<String, String> taken = new HashMap<>();
    for (String prefix : prefixes) {
      String other = taken.putIfAbsent(settings.text(prefix + place), prefix);
      if (other != null) {
        throw new StartupException("The properties %1$s%3$s and %2$s%3$s must differ: each would take what is for the other.".formatted(other, prefix, place));
      }
    }
  }

  private static void brokers(Settings settings) {
    Stream.of("artemis", "rabbitmq", "kafka").forEach(broker -> {
      settings.flag("intake." + broker + ".enabled");
      settings.flag("alerting." + broker + ".enabled");
      settings.flag("mail.requests." + broker + ".enabled");
      settings.flag("notifications." + broker + ".enabled");
      differ(settings, broker + (broker.equals("kafka") ? ".topic" : ".queue"), "intake.", "alerting.", "mail.requests.", "notifications.");
    });
    int working = settings.number("intake.artemis.consumers", 1, 100) + settings.number("intake.rabbitmq.consumers", 1, 100);
    if (working > settings.number("database.pool-size", 1, 1_000) && settings.text("fraud.mode").equals("remote")) {
      throw new StartupException("With fraud.mode=remote each transaction from a broker holds a connection while it is checked: make intake.artemis.consumers and "
          + "intake.rabbitmq.consumers together no more than database.pool-size.");
    }
    settings.number("alerting.rabbitmq.consumers", 1, 100);
    settings.number("mail.requests.artemis.consumers", 1, 100);
    settings.number("mail.requests.rabbitmq.consumers", 1, 100);
    settings.number("notifications.artemis.consumers", 1, 100);
    settings.number("notifications.rabbitmq.consumers", 1, 100);
    settings.number("rabbitmq.prefetch", 1, 10_000);
    settings.choice("rabbitmq.queue-type", "classic", "quorum");
    settings.number("errors.retries", 0, 100);
    settings.size("intake.message-limit");
    if (settings.flag("alerting.compatible-publish") && settings.flag("alerting.alertman.enabled")) {
      throw new StartupException("With alerting.compatible-publish and alerting.alertman.enabled both true Wadi would read the alerts it has "
          + "published itself, and send them twice: set one of them to false.");
    }
  }
}
