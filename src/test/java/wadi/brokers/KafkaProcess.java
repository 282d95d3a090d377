package wadi.brokers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/** The main class of {@link KafkaServer}'s child process: formats the storage once, starts, and ends when its parent does. */
final class KafkaProcess {
  private KafkaProcess() {}

  /** @param words the file of the server's properties, and a file to make when the server serves */
  public static void main(String[] words) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(words[0]))) {
      properties.load(in);
    }
    if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
      StorageTool.execute(new String[] {"format", "--config", words[0], "--cluster-id", "wadi-tests-00000000000"}, System.out);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    Files.createFile(Path.of(words[1]));
    System.in.transferTo(System.out);
    Runtime.getRuntime().halt(1);
  }
}
