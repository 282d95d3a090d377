package wadi.bench;

import java.nio.file.Path;
import java.util.List;
import wadi.brokers.Ports;
import wadi.brokers.KafkaServer;
import wadi.brokers.RabbitServer;
import wadi.e2e.RunningWadi;
import wadi.platform.broker.EmbeddedArtemis;

/** The brokers, each with one server for all measurements, made when it is first needed. */
enum Broker {
  RABBITMQ {
    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=rabbitmq", "INTAKE_RABBITMQ_ENABLED=true", "INTAKE_ARTEMIS_ENABLED=false", "RABBITMQ_URI=" + RabbitServer.shared().uri());
    }

    @Override
    Plain plain(String name) throws Exception {
      return new PlainRabbit(RabbitServer.shared().connect(), name);
    }
  },
  KAFKA {
    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=kafka", "INTAKE_KAFKA_ENABLED=true", "INTAKE_ARTEMIS_ENABLED=false",
          "KAFKA_BOOTSTRAP_SERVERS=" + KafkaServer.shared().address());
    }

    @Override
    Plain plain(String name) {
      return new PlainKafka(KafkaServer.shared().address(), name);
    }

    @Override
    void declare(String name) {
      KafkaServer.shared().topic(name, PARTITIONS);
    }
  },
  ARTEMIS_INSIDE {
    private final int port = Ports.free();

    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=artemis", "INTAKE_ARTEMIS_ENABLED=true", "BROKER_ARTEMIS_PORT=" + port);
    }

    @Override
    Plain plain(String name) throws Exception {
      return new PlainArtemis(port, name);
    }
  },
  ARTEMIS {
    private final int port = Ports.free();
    private EmbeddedArtemis server;

    @Override
    List<String> settings(Path folder) {
      if (server == null) {
        server = EmbeddedArtemis.start(folder.resolve("artemis"), port);
      }
      return List.of("BROKER=artemis", "INTAKE_ARTEMIS_ENABLED=true", "ARTEMIS_URL=tcp://127.0.0.1:" + port);
    }

    @Override
    Plain plain(String name) throws Exception {
      return new PlainArtemis(port, name);
    }

    @Override
    void end() {
      if (server != null) {
        server.close();
      }
    }
  };

  private static final int PARTITIONS = 3;

  /** Environment variables of a Wadi that takes transactions from it and sends its alerts through it; starts the server. */
  abstract List<String> settings(Path folder);

  /** A client with a connection of its own that publishes to this queue or topic. */
  abstract Plain plain(String name) throws Exception;

  /** Makes a queue or topic, where its first user would not make it as it should be. */
  void declare(String name) {}

  /** Those that are child processes end with this one. */
  void end() {}
}
