package wadi.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.util.FileSystemUtils;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.EmbeddedPostgres;

/**
 * The embedded database as a first start leaves it, with our schema and without a row: made once in this JVM and copied, since to unpack and
 * make it anew takes seconds. Who wants to see a first start says so: {@link RunningWadi#fromNothing()}.
 */
final class PreparedDatabase {
  /** The programs are linked: nobody writes to them, and each copy still has a path of its own, by which its processes are known. */
  private static final String COPY = """
      install -d -m 711 "$2" && cp -al "$1"/bin-* "$2" && cp -a "$1/cluster" "$1/password" "$2\"""";
  private static Path made;

  private PreparedDatabase() {}

  /** Puts it into this data directory, which is made where it is missing. */
  static void copyTo(Path data) throws IOException {
    try {
      Process copy = new ProcessBuilder("sh", "-c", COPY, "copy", made().toString(), data.resolve("postgres").toString()).redirectErrorStream(true).start();
      String output = new String(copy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (copy.waitFor() != 0) {
        throw new IOException("the prepared database cannot be copied: " + output);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized Path made() throws IOException {
    if (made == null) {
      Path folder = Files.createTempDirectory("wadi-prepared");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove the prepared database"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("postgres"))) {
        Database.connect(server.url(), server.user(), server.password(), 2).close();
      }
      made = folder.resolve("postgres");
    }
    return made;
  }

  private static void remove(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      System.err.println(folder + " stays: " + e.getMessage());
    }
  }
}
