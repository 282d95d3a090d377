package wadi.platform.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import wadi.platform.DataDirectory;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** What a person must have to change something: made on the first run, for the owner of the data directory to read. */
public final class OperationsToken {
  private static final String PROPERTY = "wadi.token";
  private static final String FILE = "operations-token";
  private static final int BYTES = 32;
  private static final int SHORTEST = 32;

  private final byte[] hash;

  OperationsToken(String token) {
    this.hash = sha256(token);
  }

  /** WADI_TOKEN, or the one in the data directory, which is made where it is missing. */
  public static OperationsToken of(Settings settings, DataDirectory data) {
    String token = settings.optional(PROPERTY).orElseGet(() -> data.secret(FILE, () -> DataDirectory.random(BYTES)));
    if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new StartupException("The token (WADI_TOKEN, or secrets/%s in the data directory) must be %d or more letters, digits and signs"
          .formatted(FILE, SHORTEST) + " without blanks, for example from: openssl rand -hex 32");
    }
    return new OperationsToken(token);
  }

  /**
   * The token as a client on this machine finds it; empty when Wadi never ran here.
   *
   * @throws IOException when the file may not be read
   */
  public static Optional<String> find(Settings settings) throws IOException {
    Optional<String> given = settings.optional(PROPERTY);
    if (given.isPresent()) {
      return given;
    }
    try {
      return Optional.of(Files.readString(file(settings)).trim());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  public static Path file(Settings settings) {
    return settings.path("data.dir").resolve("secrets").resolve(FILE);
  }

  /** In a time that does not tell how much of it is right. */
  public boolean is(String token) {
    return MessageDigest.isEqual(hash, sha256(token));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
