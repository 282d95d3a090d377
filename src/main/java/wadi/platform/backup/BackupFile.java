package wadi.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup whose every part is as it was written. */
final class BackupFile implements AutoCloseable {
  private final Path path;
  private final ZipFile zip;
  private final Manifest manifest;

  private BackupFile(Path path, ZipFile zip, Manifest manifest) {
    this.path = path;
    this.zip = zip;
    this.manifest = manifest;
  }

  /** @throws BackupFailed when it is none, when it was cut, and when a byte of it was changed */
  static BackupFile open(Path path) {
    try {
      ZipFile zip = new ZipFile(path.toFile());
      try {
        BackupFile file = new BackupFile(path, zip, manifest(zip));
        file.check();
        return file;
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BackupFailed("%s is no backup of Wadi, or a damaged one: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.NAME);
    if (entry == null) {
      throw new IOException("it has no " + Manifest.NAME);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Manifest manifest = Manifest.read(in);
      if (manifest.format() != Manifest.FORMAT) {
        throw new IOException("it has format %d, this Wadi reads %d; take the Wadi that wrote it, %s".formatted(manifest.format(), Manifest.FORMAT, manifest.wadi()));
      }
      return manifest;
    }
  }

  private void check() throws IOException {
    for (var table : manifest.tables().entrySet()) {
      check(Manifest.tableEntry(table.getKey()), table.getValue().sha256());
    }
    for (var secret : manifest.secrets().entrySet()) {
      if (!secret.getKey().matches("[\\w.-]+") || secret.getKey().startsWith(".")) {
        throw new IOException("it names a secret that is no file of a data directory");
      }
      check(Manifest.secretEntry(secret.getKey()), secret.getValue());
    }
  }

  private void check(String name, String sha256) throws IOException {
    RowStream nowhere = new RowStream(OutputStream.nullOutputStream(), new Advance());
    try (InputStream in = read(name)) {
      in.transferTo(nowhere);
    }
    if (!nowhere.hash().equals(sha256)) {
      throw new IOException(name + " was changed after it was written");
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** One part, from its begin. */
  InputStream read(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException(name + " is missing in " + path);
    }
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
