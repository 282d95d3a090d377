package wadi.platform.postgres;

import wadi.platform.Settings;
import java.util.Optional;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import wadi.platform.StartupException;

/**
 * A real PostgreSQL that Wadi brings along, for whoever has no database to give. It listens on the loopback address only, asks
 * for a password, writes durably, runs in its own session, is restarted on its port when it dies, and is stopped by
 * {@link #close()}. If Wadi is killed the server lives on; the next start on the same directory stops it and takes over.
 *
 * <p>Linux on amd64 and arm64. Major upgrades are refused: the bundled programs cannot convert the files.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  static final String USER = "wadi";

  private final Server server;
  private final Supervisor supervisor;
  private final int port;
  private final String password;
  private boolean closed;

  private EmbeddedPostgres(Server server, String password) {
    this.server = server;
    this.password = password;
    this.port = server.startOnFreePort();
    this.supervisor = new Supervisor(server, port);
  }

  /** Empty when the database is somebody else's. */
  public static Optional<EmbeddedPostgres> unlessGiven(Settings settings, Path folder) {
    return settings.optional("database.url").isPresent() ? Optional.empty() : Optional.of(start(folder));
  }

  /**
   * Starts the server and waits until it takes connections.
   *
   * @param directory made if missing; holds the programs, the cluster, its password and the server's log. The caller guarantees
   *     by a lock of its own that no other live Wadi uses it: every PostgreSQL running from it is stopped first
   * @throws StartupException with what to do about it, when the database cannot be started here
   */
  public static EmbeddedPostgres start(Path directory) {
    Path home = make(directory);
    Path cluster = home.resolve("cluster");
    Path passwordFile = home.resolve("password");
    String password = Password.in(passwordFile, cluster);
    Path binaries = Binaries.unpack(home);
    Programs programs = new Programs(binaries, Account.choose(home, binaries));
    Server server = new Server(home, programs, new Survivors(home));
    server.stopSurvivors();
    Binaries.removeOthers(binaries);
    Cluster.refuseOtherVersion(cluster, programs);
    Cluster.make(cluster, passwordFile, programs);
    return new EmbeddedPostgres(server, password);
  }

  /** Real path, since processes are recognised by it. Others may pass through, for a user that root becomes; not look. */
  private static Path make(Path directory) {
    try {
      if (!Files.exists(directory)) {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      }
      return directory.toRealPath();
    } catch (IOException e) {
      throw new StartupException("Cannot use " + directory + " for the database: " + Durable.reason(e), e);
    }
  }

  /**
   * How to reach one.
   *
   * @param url for JDBC
   */
  public record Address(String url, String user, String password) {}

  /** How this one is reached, as long as it runs. */
  public Address address() {
    return new Address(url(), user(), password());
  }

  /**
   * How the one of another process is reached, which runs in this directory now.
   *
   * @throws StartupException when none runs, or this user may not read its password
   */
  public static Address running(Path directory) {
    try {
      String port = Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid")).get(3).strip();
      return new Address(url(Integer.parseInt(port)), USER, Files.readString(directory.resolve("password")).strip());
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new StartupException("The database in " + directory + " is not ready, or not yours to read: " + e.getMessage(), e);
    }
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The JDBC address, which stays the same over restarts of the server, not over those of Wadi. */
  public String url() {
    return url(port);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** Stops the server in an orderly way and leaves no process behind. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted(); // An interrupt must not leave the server running; it is handed on below.
    try {
      supervisor.close();
      server.stop();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
