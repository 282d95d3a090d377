package wadi.runtime.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A set of files as one zip: the same bytes for the same files, wherever and whenever it is packed. Its comment is the
 * hash of the set, so that an archive that was cut or damaged is noticed.
 */
public final class Archive {
  /** The first moment that a zip can name, without a time zone. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Archive() {}

  /**
   * @param names relative to {@code folder}, with slashes
   * @param hash what the receiver of the same files makes of them
   */
  public static byte[] pack(Path folder, SortedSet<String> names, String hash) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(hash);
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        Files.copy(folder.resolve(name), zip);
      }
    }
    return bytes.toByteArray();
  }

  /** Whether this was the hash of the set that was packed; a zip ends with its comment. */
  public static boolean isOf(byte[] archive, String hash) {
    byte[] end = hash.getBytes(StandardCharsets.UTF_8);
    return archive.length >= end.length && Arrays.equals(archive, archive.length - end.length, archive.length, end, 0, end.length);
  }

  /**
   * Hands each file over.
   *
   * @throws IOException a zip that cannot be read, or one with a file that does not belong to a generation, such as {@code ../x}
   */
  public static void unpack(byte[] archive, Receiver receiver) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!SourceFiles.isOne(entry.getName())) {
          throw new IOException("it holds \"" + entry.getName() + "\", which is no file of a generation");
        }
        receiver.file(entry.getName(), zip.readAllBytes());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a name in it cannot be read", e);
    }
  }

  /** Takes one file. */
  public interface Receiver {
    void file(String name, byte[] content) throws IOException;
  }
}
