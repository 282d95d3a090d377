package wadi.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The environment variables of the services Wadi replaces, and {@code PORT} of container platforms: what they say holds where our
 * own variable is not set. docs/configuration.md lists them.
 */
public final class Aliases {
  private static final List<String> BROKERS = List.of("SANIC_MESSAGE_BROKER_SERVICE_", "MESSAGE_BROKER_SERVICE_");
  private static final Set<String> PLAIN_AT_FIRST = Set.of("25", "587", "2525");
  private static final Map<String, Alias> KNOWN = new LinkedHashMap<>();

  static {
    same("http.host", "SANIC_HOST");
    same("http.port", "PORT", "SANIC_PORT", "SERVICE_PORT");
    KNOWN.put("fraud.remote.url", new Alias(Aliases::fraudChecker, "SANIC_FRAUD_CHECKER_SERVICE_HOST", "SANIC_FRAUD_CHECKER_SERVICE_URI"));
    KNOWN.put("rabbitmq.uri", new Alias(names -> names.first("QUEUE_SERVICE_URL").or(names::broker).or(names::celery),
        Stream.concat(Stream.of(named("QUEUE_SERVICE_URL", "HOST", "PORT", "VIRTUALHOST")), Stream.of("BROKER_URL")).toArray(String[]::new)));
    same("rabbitmq.username", named("", "USERNAME"));
    same("rabbitmq.password", named("", "PASSWORD"));
    // Only the original mail service had this one, and it reads its queue.
    KNOWN.put("mail.requests.rabbitmq.enabled", new Alias(names -> names.first("QUEUE_SERVICE_URL").map(url -> "true"), "QUEUE_SERVICE_URL"));
    same("kafka.bootstrap-servers", "BOOTSTRAP_SERVER");
    KNOWN.put("kafka.security-protocol", new Alias(names -> names.first("AV_KFUSER").map(user -> "SASL_SSL"), "AV_KFUSER"));
    same("kafka.username", "AV_KFUSER");
    same("kafka.password", "AV_KFPASSWORD");
    same("kafka.tls.ca", "CA_PEM");
    // Only the original site monitor had this one, and it reads its topic.
    KNOWN.put("sites.kafka.enabled", new Alias(names -> names.first("AV_KFUSER").map(user -> "true"), "AV_KFUSER"));
    same("sites.url", "AV_BASE_URL");
    smtp("host", names -> names.first("SMTP_HOSTNAME"), "SMTP_HOSTNAME");
    smtp("port", names -> names.first("SMTP_PORT"), "SMTP_PORT");
    smtp("username", names -> names.first("SMTP_USERNAME"), "SMTP_USERNAME");
    smtp("password", names -> names.first("SMTP_PASSWORD"), "SMTP_PASSWORD");
    smtp("tls", Aliases::tls, "SMTP_USE_TLS");
    same("delivery.email.from", "TRANSACTION_FRAUD_EMAIL_ALERT_FROM");
    same("alerting.email.to", "TRANSACTION_FRAUD_EMAIL_ALERT_TO");
    same("alerting.alertman.subject", "TRANSACTION_FRAUD_EMAIL_ALERT_SUBJECT");
    brevo("delivery.email.provider", names -> Optional.of("brevo"), "SENDINBLUE_API_KEY");
    brevo("delivery.email.brevo.api-key", names -> names.first("SENDINBLUE_API_KEY"), "SENDINBLUE_API_KEY");
    brevo("delivery.email.brevo.url", names -> names.first("SENDINBLUE_URL"), "SENDINBLUE_URL");
    brevo("delivery.email.brevo.budget", names -> Optional.of(names.first("SENDINBLUE_MAILS_PER_HOUR").orElse("12") + " per hour, 300 per day"),
        "SENDINBLUE_MAILS_PER_HOUR");
    brevo("delivery.email.brevo.release", names -> Optional.of("hourly"), "SENDINBLUE_API_KEY");
    brevo("delivery.email.brevo.end-of-day", names -> Optional.of("23:05"), "SENDINBLUE_API_KEY");
    same("delivery.dummy.httpbin.url", "HTTPBIN_URL");
    KNOWN.put("database.url", new Alias(Aliases::database, "DB_HOST", "DB_PORT", "DB_NAME", "AVHOST", "AVPORT", "AVDATABASE"));
    KNOWN.put("database.user", new Alias(names -> names.database().flatMap(url -> names.first("DB_USER", "AVUSER")), "DB_USER", "AVUSER"));
    KNOWN.put("database.password", new Alias(names -> names.database().flatMap(url -> names.first("DB_PASS", "AVPASSWORD")), "DB_PASS", "AVPASSWORD"));
  }

  /** @param names of the variables it is made from */
  private record Alias(Function<Aliases, Optional<String>> value, String... names) {}

  /** Where the first of these variables is the value. */
  private static void same(String key, String... names) {
    KNOWN.put(key, new Alias(aliases -> aliases.first(names), names));
  }

  /** Of a server that is named: these names are common. */
  private static void smtp(String last, Function<Aliases, Optional<String>> value, String name) {
    KNOWN.put("delivery.email.smtp." + last, new Alias(names -> names.first("SMTP_HOSTNAME").flatMap(host -> value.apply(names)), name));
  }

  /** As the original mail service sent, for whoever has a key. */
  private static void brevo(String key, Function<Aliases, Optional<String>> value, String name) {
    KNOWN.put(key, new Alias(names -> names.first("SENDINBLUE_API_KEY").flatMap(apiKey -> value.apply(names)), name));
  }

  private static String[] named(String whole, String... parts) {
    return Stream.concat(Stream.of(whole).filter(name -> !name.isEmpty()), BROKERS.stream().flatMap(prefix -> Stream.of(parts).map(prefix::concat)))
        .toArray(String[]::new);
  }

  /** The variables of each property that has such. */
  public static Map<String, List<String>> names() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    KNOWN.forEach((key, alias) -> names.put(key, List.of(alias.names())));
    return names;
  }

  private final Function<String, String> environment;

  Aliases(Function<String, String> environment) {
    this.environment = environment;
  }

  /** The properties that have other names too. */
  static Set<String> keys() {
    return KNOWN.keySet();
  }

  /** What the other names say; nothing where ours say where the whole thing is. */
  Optional<String> value(String key) {
    boolean ours = key.startsWith("rabbitmq.") && first("RABBITMQ_URI").isPresent() || key.startsWith("database.") && first("DATABASE_URL").isPresent();
    return ours ? Optional.empty() : Optional.ofNullable(KNOWN.get(key)).flatMap(alias -> alias.value().apply(this));
  }

  private Optional<String> first(String... names) {
    return Stream.of(names).map(environment).filter(value -> value != null && !value.isBlank()).map(String::strip).findFirst();
  }

  private Optional<String> fraudChecker() {
    return first("SANIC_FRAUD_CHECKER_SERVICE_HOST").map(host -> (host.contains("://") ? host : "http://" + host).replaceFirst("/+$", "") + "/"
        + first("SANIC_FRAUD_CHECKER_SERVICE_URI").orElse("service/fraudpolice/api/v1/transaction/").replaceFirst("^/+", ""));
  }

  /** The original spoke TLS from the first byte; the ports of mail that begin without it take STARTTLS. */
  private Optional<String> tls() {
    return first("SMTP_USE_TLS").map(text -> switch (text.toLowerCase(Locale.ROOT)) {
      case "false", "0", "no", "off" -> "none";
      case "true", "1", "yes", "on" -> PLAIN_AT_FIRST.contains(first("SMTP_PORT").orElse("")) ? "starttls" : "tls";
      default -> text;
    });
  }

  private Optional<String> broker() {
    for (String prefix : BROKERS) {
      Optional<String> host = first(prefix + "HOST");
      if (host.isPresent()) {
        return Optional.of("amqp://%s:%s/%s".formatted(host.get(), first(prefix + "PORT").orElse("5672"),
            URLEncoder.encode(first(prefix + "VIRTUALHOST").orElse("/"), StandardCharsets.UTF_8)));
      }
    }
    return Optional.empty();
  }

  /** Celery's way to write it, where it is RabbitMQ: {@code pyamqp:} is another word for {@code amqp:}, and {@code //} at the end the host "/". */
  private Optional<String> celery() {
    return first("BROKER_URL").filter(url -> url.matches("(py)?amqps?://.*")).map(url -> url.replaceFirst("^py", "").replaceFirst("//$", "/%2F"));
  }

  private Optional<String> database() {
    return first("DB_HOST").map(host -> "jdbc:postgresql://%s:%s/%s".formatted(host, first("DB_PORT").orElse("5432"), first("DB_NAME").orElse("postgres")))
        .or(() -> first("AVHOST").map(host -> "jdbc:postgresql://%s:%s/%s?sslmode=require".formatted(host, first("AVPORT").orElse("5432"),
            first("AVDATABASE").orElse("defaultdb"))));
  }
}
