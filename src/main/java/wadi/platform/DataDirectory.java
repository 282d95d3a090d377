package wadi.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The folder that belongs to one running Wadi: database, broker journal, generated keys. Its lock is the operating
 * system's, so it ends with the process however that ends.
 */
public final class DataDirectory implements AutoCloseable {
  /** Of this process. To open the lock file a second time and close it would end our own lock (POSIX, fcntl). */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final RandomAccessFile lockFile;
  private final FileLock lock;

  private DataDirectory(Path root, RandomAccessFile lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Creates the folder where needed and locks it. */
  public static DataDirectory open(Path root) {
    try {
      Path real = Files.createDirectories(root).toRealPath();
      if (!OURS.add(real)) {
        throw inUse(root, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return lock(real);
      } catch (IOException | RuntimeException e) {
        OURS.remove(real);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new StartupException("The data directory %s (property data.dir) cannot be made: it is a file, not a folder.".formatted(root), e);
    } catch (IOException e) {
      throw new StartupException(
          "The data directory %s (property data.dir) cannot be written: %s.".formatted(root, e.getMessage()), e);
    }
  }

  private static DataDirectory lock(Path root) throws IOException {
    RandomAccessFile lockFile = new RandomAccessFile(root.resolve("wadi.lock").toFile(), "rw");
    FileLock lock = lockFile.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false);
    if (lock == null) {
      throw inUse(root, holder(lockFile));
    }
    lockFile.setLength(0);
    lockFile.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
    return new DataDirectory(root, lockFile, lock);
  }

  private static String holder(RandomAccessFile lockFile) {
    String unknown = "unknown";
    try (lockFile) {
      return Objects.requireNonNullElse(lockFile.readLine(), unknown);
    } catch (IOException e) {
      return unknown; // the message goes out without the number
    }
  }

  private static StartupException inUse(Path root, String pid) {
    return new StartupException(
        "The data directory %s (property data.dir) is in use by another Wadi, process %s.".formatted(root, pid));
  }

  /** A folder in it that only its owner may enter, made where it is missing. */
  public Path privateFolder(String name) {
    try {
      Path folder = Files.createDirectories(root.resolve(name));
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new StartupException("The folder %s cannot be made: %s.".formatted(root.resolve(name), e.getMessage()), e);
    }
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** The text in {@code secrets/name}, made by {@code first} and written for the owner's eyes only when it is not there. */
  public String secret(String name, Supplier<String> first) {
    Path file = privateFolder("secrets").resolve(name);
    try {
      if (!Files.exists(file)) {
        Path draft = Files.createTempFile(file.getParent(), name, ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          out.write(StandardCharsets.UTF_8.encode(first.get()));
          out.force(true);
        }
        Files.move(draft, file);
      }
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new StartupException("The file %s cannot be read or written: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** A new secret of {@code bytes} random bytes, in hexadecimal digits. */
  public static String random(int bytes) {
    byte[] value = new byte[bytes];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
    OURS.remove(root);
  }
}
