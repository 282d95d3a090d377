package wadi.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import wadi.platform.StartupException;

/** The database password: 32 random letters and digits, made once, readable by the owner alone. */
final class Password {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Password() {}

  /**
   * The password in the file, which is made if the cluster does not exist yet.
   *
   * @param cluster the cluster it belongs to; where that exists, a new password would not open it
   */
  static String in(Path file, Path cluster) {
    try {
      if (!Files.exists(file)) {
        if (Files.exists(cluster)) {
          throw new StartupException("The password of the database in " + cluster + " is gone: put the file " + file + " back");
        }
        make(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartupException("Cannot read or make the database password " + file + ": " + Durable.reason(e), e);
    }
  }

  private static void make(Path file) throws IOException {
    StringBuilder password = new StringBuilder();
    new SecureRandom().ints(32, 0, ALPHABET.length()).forEach(i -> password.append(ALPHABET.charAt(i)));
    Path unfinished = Path.of(file + ".unfinished");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, password);
    Durable.move(unfinished, file);
  }
}
