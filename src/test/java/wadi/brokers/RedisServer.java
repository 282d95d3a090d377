package wadi.brokers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Debian's Redis as a child process on free ports, which keeps nothing on disk, with a plain and a TLS listener. Where it is not installed, its tests are not run. */
public final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");
  private static RedisServer shared;

  private final int port = Ports.free();
  private final int tlsPort = Ports.free();
  private final ServerProcess server = new ServerProcess("redis");
  private String password = "";

  private RedisServer() {
    try {
      Certificate certificate = Certificate.get();
      Files.writeString(server.folder().resolve("key.pem"), certificate.key());
      Files.writeString(server.folder().resolve("ca.pem"), certificate.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** A server for the caller alone, started. */
  public static RedisServer start() {
    return start("");
  }

  /** The same, with a password. */
  public static RedisServer start(String password) {
    assumeTrue(isInstalled(), "not run: Redis is not installed (apt-get install --no-install-recommends redis-server)");
    RedisServer redis = new RedisServer();
    redis.password = password;
    redis.restart();
    return redis;
  }

  /** One server for all tests of this JVM, running and empty. */
  public static synchronized RedisServer shared() {
    if (shared == null) {
      shared = start();
    }
    shared.restart();
    try (Jedis redis = shared.connect()) {
      redis.flushAll();
    }
    return shared;
  }

  /** Starts it again, empty, on the same ports, if it is down, and returns when it answers. */
  public void restart() {
    if (!server.isAlive()) {
      List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
          "--dir", server.folder().toString(), "--tls-port", Integer.toString(tlsPort), "--tls-cert-file", "ca.pem", "--tls-key-file", "key.pem",
          "--tls-ca-cert-file", "ca.pem", "--tls-auth-clients", "no"));
      if (!password.isEmpty()) {
        command.addAll(List.of("--requirepass", password));
      }
      server.start(new ProcessBuilder(command), this::isUp);
    }
  }

  /** Kills it as a crash does. */
  public void kill() {
    server.kill();
  }

  /** It hangs, until it is resumed: connections are taken by the system, and nobody answers. */
  public void pause() {
    server.signal("STOP");
  }

  public void resume() {
    server.signal("CONT");
  }

  /** Ends it for good. */
  @Override
  public void close() {
    server.remove();
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** A client must trust {@link #authority()}. */
  public String tlsUrl() {
    return "rediss://127.0.0.1:" + tlsPort;
  }

  /** The certificate to trust, as PEM. */
  public String authority() {
    return Certificate.get().certificate();
  }

  /** A connection to look with. */
  public Jedis connect() {
    Jedis redis = new Jedis(new HostAndPort("127.0.0.1", port));
    if (!password.isEmpty()) {
      redis.auth(password);
    }
    return redis;
  }

  private boolean isUp() {
    try (Jedis redis = connect()) {
      return "PONG".equals(redis.ping());
    } catch (JedisException e) {
      return false;
    }
  }
}
