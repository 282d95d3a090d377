package wadi.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.platform.StartupException;

@Timeout(60)
class EmbeddedArtemisTest {
  @TempDir Path directory;
  private int port;

  @BeforeEach
  void choose() throws Exception {
    port = freePort();
  }

  @Test
  void keeps_queues_and_messages_over_a_restart() {
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port)) {
      artemis.declareQueue("alerts");
      artemis.declareQueue("alerts");
      JmsTemplate jms = new JmsTemplate(artemis.connect().sessions());
      for (int i = 0; i < 20; i++) {
        jms.convertAndSend("alerts", "alert " + i);
      }
      assertThat(artemis.isUp()).isTrue();
    }
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port)) {
      for (int i = 0; i < 20; i++) {
        assertThat(receive(artemis, "alerts")).isEqualTo("alert " + i);
      }
      assertThat(receive(artemis, "alerts")).isNull();
    }
  }

  @Test
  void nobody_makes_a_topic_of_a_queue() throws Exception {
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port);
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port); JMSContext context = factory.createContext()) {
      artemis.declareQueue("alerts");
      context.createConsumer(context.createTopic("others")).close();
      assertThatThrownBy(() -> context.createConsumer(context.createTopic("alerts")));
      assertThat(artemis.server().getAddressInfo(SimpleString.of("alerts")).getRoutingTypes()).containsExactly(RoutingType.ANYCAST);
    }
  }

  @Test
  void sends_all_of_a_transaction_or_nothing_and_takes_clients_on_its_port() throws Exception {
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port)) {
      artemis.declareQueue("alerts");
      JmsConnection broker = artemis.connect();
      JmsTemplate jms = new JmsTemplate(broker.sessions());
      jms.setSessionTransacted(true);
      TransactionTemplate transaction = new TransactionTemplate(broker.transactions());
      assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
        jms.convertAndSend("alerts", "one");
        throw new IllegalStateException("no");
      })).hasMessage("no");
      transaction.executeWithoutResult(status -> {
        jms.convertAndSend("alerts", "two");
        jms.convertAndSend("alerts", "three");
      });
      try (var remote = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port)) {
        JmsTemplate other = new JmsTemplate(remote);
        other.setReceiveTimeout(5_000);
        assertThat(other.receiveAndConvert("alerts")).isEqualTo("two");
      }
      assertThat(receive(artemis, "alerts")).isEqualTo("three");
      assertThat(receive(artemis, "alerts")).isNull();
    }
  }

  @Test
  void names_the_property_of_a_port_in_use_and_leaves_nothing_running() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedArtemis.start(directory, taken.getLocalPort())).isInstanceOf(StartupException.class)
          .hasMessageContaining("broker.artemis.port").hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port)) {
      assertThat(artemis.isUp()).isTrue();
    }
  }

  @Test
  void is_down_when_closed() {
    EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, port);
    artemis.close();
    assertThat(artemis.isUp()).isFalse();
  }

  private static Object receive(EmbeddedArtemis artemis, String queue) {
    JmsTemplate jms = new JmsTemplate(artemis.connect().sessions());
    jms.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
    return jms.receiveAndConvert(queue);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
