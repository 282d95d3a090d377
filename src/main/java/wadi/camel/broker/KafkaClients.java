package wadi.camel.broker;

import java.nio.charset.StandardCharsets;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import wadi.platform.Settings;
import wadi.platform.broker.KafkaAddress;

/**
 * Camel's {@code kafka}, made safe: offsets are committed for what a route has ended well, in the order of the partition, a record
 * that fails comes again before those behind it, and what is published has reached all replicas in sync.
 */
public final class KafkaClients {
  private static final long POLL_MILLIS = 200;
  private static final int HEARTBEAT_MILLIS = 1_000;
  private static final int SESSION_MILLIS = 10_000;
  private static final int RECORDS_AT_A_TIME = 100;
  private static final int PUBLISHED_WITHIN_MILLIS = 10_000;

  private KafkaClients() {}

  /** @param headers those let in and out */
  public static KafkaComponent component(Settings settings, HeaderFilterStrategy headers) {
    KafkaConfiguration clients = new KafkaConfiguration();
    clients.setBrokers(KafkaAddress.servers(settings));
    clients.setAdditionalProperties(KafkaAddress.security(settings));
    clients.setPreValidateHostAndPort(false); // a broker that is away must not keep Wadi from starting
    clients.setHeaderFilterStrategy(headers);
    clients.setHeaderDeserializer((key, value) -> value == null ? null : new String(value, StandardCharsets.UTF_8));
    consumers(clients);
    producers(clients);
    KafkaComponent kafka = new KafkaComponent();
    kafka.setConfiguration(clients);
    kafka.setKafkaManualCommitFactory(new DefaultKafkaManualCommitFactory());
    return kafka;
  }

  private static void consumers(KafkaConfiguration clients) {
    clients.setAutoCommitEnable(false);
    clients.setAllowManualCommit(true);
    clients.setBreakOnFirstError(true);
    clients.setPollOnError(PollOnError.RECONNECT); // from the last commit; Camel's default would go on behind what was polled
    clients.setAutoOffsetReset("earliest");
    clients.setValueDeserializer(ByteArrayDeserializer.class.getName());
    clients.setMaxPollRecords(RECORDS_AT_A_TIME);
    clients.setPollTimeoutMs(POLL_MILLIS); // a consumer that is to stop does so after this time
    clients.setHeartbeatIntervalMs(HEARTBEAT_MILLIS);
    clients.setSessionTimeoutMs(SESSION_MILLIS); // so long nobody reads the partitions of a process that died
  }

  private static void producers(KafkaConfiguration clients) {
    clients.setRequestRequiredAcks("all");
    clients.setEnableIdempotence(true);
    clients.setBatchWithIndividualHeaders(true); // each record has its own; Camel's default gives all those of the batch
    clients.setMaxBlockMs(PUBLISHED_WITHIN_MILLIS / 2);
    clients.setRequestTimeoutMs(PUBLISHED_WITHIN_MILLIS / 2);
    clients.setDeliveryTimeoutMs(PUBLISHED_WITHIN_MILLIS);
  }
}
