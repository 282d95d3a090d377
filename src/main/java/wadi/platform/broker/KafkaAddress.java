package wadi.platform.broker;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Where Kafka is and how it is reached, from the properties {@code kafka.*}. */
public final class KafkaAddress {
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";";

  private KafkaAddress() {}

  /** {@code host:port} of servers that know the others. */
  public static String servers(Settings settings) {
    return settings.text("kafka.bootstrap-servers");
  }

  /** What every client of Kafka needs to get in, by Kafka's own names. */
  public static Map<String, Object> security(Settings settings) {
    Map<String, Object> client = new HashMap<>();
    String protocol = settings.choice("kafka.security-protocol", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    if (protocol.startsWith("SASL")) {
      String mechanism = settings.choice("kafka.sasl-mechanism", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
      client.put(SaslConfigs.SASL_MECHANISM, mechanism);
      client.put(SaslConfigs.SASL_JAAS_CONFIG, (mechanism.equals("PLAIN") ? PLAIN : SCRAM)
          .formatted(quoted(settings.text("kafka.username")), quoted(settings.text("kafka.password"))));
    }
    if (!protocol.endsWith("SSL") && settings.optional("kafka.tls.ca").isPresent()) {
      throw new StartupException("kafka.tls.ca is set, but with kafka.security-protocol=%s nothing is encrypted: make it SSL or SASL_SSL.".formatted(protocol));
    }
    settings.optional("kafka.tls.ca").ifPresent(ca -> {
      client.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      client.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, CaCertificates.of("kafka.tls.ca", ca).pem());
    });
    return client;
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
