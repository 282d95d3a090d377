package wadi.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import wadi.platform.StartupException;

/** The database files. */
final class Cluster {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Cluster() {}

  /**
   * Makes the files unless they are there. Passwords are required from the first moment on, and the one user is ours.
   *
   * <p>initdb forces all it wrote to the disk, so a cluster that has its final name is complete also after a power loss.
   * Leaving that to {@code --no-sync} and a later {@code --sync-only} was measured and saves nothing. The password has 190 random bits, so
   * to stretch it (scram_iterations) would only cost each new connection its time.
   */
  static void make(Path cluster, Path password, Programs programs) {
    if (Files.exists(cluster)) {
      return;
    }
    Path unfinished = Path.of(cluster + ".unfinished");
    try {
      Durable.removeTree(unfinished);
      ProgramResult outcome = programs.run(LIMIT, "initdb", "--pgdata=" + unfinished, "--auth=scram-sha-256", "--pwfile=" + password,
          "--username=" + EmbeddedPostgres.USER, "--encoding=UTF8", "--locale=C", "--set=scram_iterations=1");
      if (!outcome.succeeded()) {
        throw new StartupException("Cannot make the database files in " + cluster + ": " + outcome.output());
      }
      Durable.move(unfinished, cluster);
    } catch (IOException e) {
      throw new StartupException("Cannot make the database files in " + cluster + ": " + Durable.reason(e), e);
    }
  }

  /** PostgreSQL reads files of its own major version only, and the bundled programs cannot convert. */
  static void refuseOtherVersion(Path cluster, Programs programs) {
    if (!Files.exists(cluster)) {
      return;
    }
    String words = programs.run(LIMIT, "postgres", "--version").output();
    String ours = words.replaceFirst("^\\D*(\\d+)[\\s\\S]*", "$1");
    String written;
    try {
      written = Files.readString(cluster.resolve("PG_VERSION")).strip();
    } catch (IOException e) {
      throw new StartupException("There is no PostgreSQL database in " + cluster + " (" + Durable.reason(e)
          + "): put the files of a backup there, or remove the directory to begin anew", e);
    }
    if (!written.equals(ours)) {
      throw new StartupException("The data in " + cluster + " was written by PostgreSQL " + written + ", this Wadi brings " + ours
          + ": go back to the Wadi that wrote it and export, or run it on a PostgreSQL " + written
          + " of your own and give that as database.url");
    }
  }
}
