package wadi.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.StartupException;

/** Starts and stops one server process on the cluster in a directory. */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  /** Recovery after a crash has as much to read as was written since the last checkpoint; a slow disk needs minutes. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int PORT_TRIES = 5;

  private final Path cluster;
  private final Programs programs;
  private final Survivors survivors;
  private final PidFile pidFile;
  private final ServerLog log;

  Server(Path directory, Programs programs, Survivors survivors) {
    this.cluster = directory.resolve("cluster");
    this.programs = programs;
    this.survivors = survivors;
    this.pidFile = new PidFile(cluster.resolve("postmaster.pid"));
    this.log = new ServerLog(directory.resolve("log"));
  }

  /** Stops what a killed Wadi left running. */
  void stopSurvivors() {
    int stopped = survivors.stop(pidFile, programs);
    if (stopped > 0) {
      LOG.info("Stopped {} PostgreSQL processes which an earlier run had left in {}", stopped, cluster.getParent());
    }
  }

  /** Starts on a free port of the loopback address, which it answers. */
  int startOnFreePort() {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      long logged = log.size();
      try {
        start(port);
        return port;
      } catch (StartupException e) {
        if (attempt == PORT_TRIES || !log.tail(logged).contains("could not bind")) {
          throw e;
        }
      }
    }
  }

  /**
   * Starts and waits until the server takes connections. pg_ctl puts it into its own session: a Ctrl-C for Wadi must not reach
   * the database that Wadi is still draining into.
   */
  void start(int port) {
    survivors.stop(pidFile, programs);
    pidFile.removeIfMisleading();
    log.bound();
    long logged = log.size();
    ProgramResult outcome = programs.run(START_LIMIT.plusSeconds(30), "pg_ctl", "start", "--wait",
        "--timeout=" + START_LIMIT.toSeconds(), "--pgdata=" + cluster, "--log=" + log.path(), "--options=" + options(port));
    if (!outcome.succeeded()) {
      survivors.stop(pidFile, programs);
      throw new StartupException("PostgreSQL does not start on " + cluster + "; the end of its log:\n  " + log.tail(logged));
    }
  }

  /** The process that must stay alive. */
  ProcessHandle process() {
    return pidFile.process().orElseThrow(() -> new StartupException("PostgreSQL ended as soon as it had started; see " + log.path()));
  }

  /** Ends open transactions, writes a checkpoint and stops; kills what does not follow. */
  void stop() {
    try {
      if (pidFile.process().filter(survivors.find()::contains).isPresent()) {
        programs.run(STOP_LIMIT.plusSeconds(5), "pg_ctl", "stop", "--mode=fast", "--wait", "--timeout=" + STOP_LIMIT.toSeconds(),
            "--pgdata=" + cluster);
      }
    } finally {
      survivors.stop(pidFile, programs);
    }
  }

  void boundLog() {
    log.bound();
  }

  /**
   * Options on the command line win over the files of the cluster. What a client did wrong (ERROR) is told to the client alone:
   * such lines quote values, and no payload may stand in a log.
   */
  private static String options(int port) {
    return String.join(" -c ", "-c listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=",
        "fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100", "shared_buffers=128MB",
        "timezone=UTC", "log_timezone=UTC", "logging_collector=off", "log_min_messages=log", "log_min_error_statement=panic",
        "log_error_verbosity=terse", "log_checkpoints=off");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
