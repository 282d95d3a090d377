package wadi.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The environment variables of the services Wadi replaces, and {@code PORT} of container platforms: what they say holds where our
 * own variable is not set. docs/configuration.md lists them.
 */
final class Aliases {
  private static final String[] BROKERS = {"SANIC_MESSAGE_BROKER_SERVICE_", "MESSAGE_BROKER_SERVICE_"};
  private static final Map<String, Function<Aliases, Optional<String>>> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("http.host", names -> names.first("SANIC_HOST"));
    KNOWN.put("http.port", names -> names.first("PORT", "SANIC_PORT", "SERVICE_PORT"));
    KNOWN.put("fraud.remote.url", Aliases::fraudChecker);
    KNOWN.put("rabbitmq.uri", names -> names.first("QUEUE_SERVICE_URL").or(names::broker));
    KNOWN.put("rabbitmq.username", names -> names.first(BROKERS[0] + "USERNAME", BROKERS[1] + "USERNAME"));
    KNOWN.put("rabbitmq.password", names -> names.first(BROKERS[0] + "PASSWORD", BROKERS[1] + "PASSWORD"));
    KNOWN.put("kafka.bootstrap-servers", names -> names.first("BOOTSTRAP_SERVER"));
    KNOWN.put("kafka.security-protocol", names -> names.first("AV_KFUSER").map(user -> "SASL_SSL"));
    KNOWN.put("kafka.username", names -> names.first("AV_KFUSER"));
    KNOWN.put("kafka.password", names -> names.first("AV_KFPASSWORD"));
    KNOWN.put("kafka.tls.ca", names -> names.first("CA_PEM"));
    KNOWN.put("database.url", Aliases::database);
    KNOWN.put("database.user", names -> names.database().flatMap(url -> names.first("DB_USER", "AVUSER")));
    KNOWN.put("database.password", names -> names.database().flatMap(url -> names.first("DB_PASS", "AVPASSWORD")));
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
    return ours ? Optional.empty() : Optional.ofNullable(KNOWN.get(key)).flatMap(names -> names.apply(this));
  }

  private Optional<String> first(String... names) {
    return Stream.of(names).map(environment).filter(value -> value != null && !value.isBlank()).map(String::strip).findFirst();
  }

  private Optional<String> fraudChecker() {
    return first("SANIC_FRAUD_CHECKER_SERVICE_HOST").map(host -> (host.contains("://") ? host : "http://" + host).replaceFirst("/+$", "") + "/"
        + first("SANIC_FRAUD_CHECKER_SERVICE_URI").orElse("service/fraudpolice/api/v1/transaction/").replaceFirst("^/+", ""));
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

  private Optional<String> database() {
    return first("DB_HOST").map(host -> "jdbc:postgresql://%s:%s/%s".formatted(host, first("DB_PORT").orElse("5432"), first("DB_NAME").orElse("postgres")))
        .or(() -> first("AVHOST").map(host -> "jdbc:postgresql://%s:%s/%s?sslmode=require".formatted(host, first("AVPORT").orElse("5432"),
            first("AVDATABASE").orElse("defaultdb"))));
  }
}
