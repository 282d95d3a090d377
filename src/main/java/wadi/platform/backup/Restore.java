package wadi.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import wadi.platform.DataDirectory;
import wadi.platform.StartupException;
import wadi.platform.postgres.EmbeddedPostgres;

/** Makes the data directory of a new machine from a backup: all of it, or none. */
public final class Restore {
  /** What may be in an empty data directory: its lock, and the archive of classes that the launcher keeps there. */
  private static final Set<String> NOTHING = Set.of("wadi.lock", "archive");
  /** Everything is made in here and then moved to its place. */
  private static final String WORK = "restoring";

  private final BackupFile file;
  private final DataDirectory data;
  private final Advance advance;

  private Restore(BackupFile file, DataDirectory data, Advance advance) {
    this.file = file;
    this.data = data;
    this.advance = advance;
  }

  /**
   * What was restored.
   *
   * @param takenAt the moment it is of, ISO 8601 in UTC
   * @param wadi the version that wrote it
   */
  public record Restored(long rows, String takenAt, String wadi) {}

  /**
   * Checks the file first, then makes the database and the secrets.
   *
   * @param brokerInside whether alerts on their way were in the broker inside, which is not part of a backup: they are published again
   * @throws BackupFailed when the file is damaged, or the data directory is not empty; the directory is as it was then
   */
  public static Restored into(Path root, Path from, boolean brokerInside, Advance advance) {
    try (BackupFile file = BackupFile.open(from); DataDirectory data = DataDirectory.open(root)) {
      refuseUnlessEmpty(root);
      Restore restore = new Restore(file, data, advance);
      try {
        restore.all(brokerInside);
      } finally {
        FileSystemUtils.deleteRecursively(data.resolve(WORK));
      }
      return new Restored(file.manifest().rows(), file.manifest().takenAt(), file.manifest().wadi());
    } catch (IOException e) {
      throw new BackupFailed("%s cannot be restored into %s: %s.".formatted(from, root, e), e);
    } catch (SQLException e) {
      throw new BackupFailed("%s cannot be restored: %s".formatted(from, e.getMessage()), e);
    } catch (StartupException e) {
      throw new BackupFailed(e.getMessage(), e);
    }
  }

  private static void refuseUnlessEmpty(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      List<String> there = all.map(found -> found.getFileName().toString()).filter(name -> !NOTHING.contains(name)).sorted().toList();
      if (!there.isEmpty()) {
        throw new BackupFailed("The data directory %s (property data.dir) is not empty: it holds %s. Restore into an empty one: set DATA_DIR, or move what is there away."
            .formatted(root, String.join(", ", there)));
      }
    }
  }

  private void all(boolean brokerInside) throws IOException, SQLException {
    Path work = Files.createDirectory(data.resolve(WORK));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(work.resolve("postgres"))) {
      Loading.into(postgres.address(), file, brokerInside, advance);
    }
    Path secrets = data.privateFolder(WORK + "/secrets");
    for (String name : file.manifest().secrets().keySet()) {
      Path secret = Files.createFile(secrets.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var in = file.read(Manifest.secretEntry(name))) {
        Files.write(secret, in.readAllBytes());
      }
    }
    Files.move(secrets, data.resolve("secrets"), StandardCopyOption.ATOMIC_MOVE);
    Files.move(work.resolve("postgres"), data.resolve("postgres"), StandardCopyOption.ATOMIC_MOVE);
  }
}
