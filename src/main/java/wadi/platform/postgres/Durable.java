package wadi.platform.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Files that are either complete under their final name or not there, also after a kill or a power loss. */
final class Durable {
  private Durable() {}

  /** Gives something complete its final name. Its content must be on the disk already. */
  static void move(Path unfinished, Path target) throws IOException {
    sync(unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    sync(target.getParent());
  }

  /** Forces a file, or the entries of a directory, to the disk. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void removeTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        Files.delete(directory);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** What went wrong with a file, for people: the message of a file system exception is often the path alone. */
  static String reason(IOException e) {
    String detail = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
    return e.getClass().getSimpleName().replace("Exception", "") + " " + detail;
  }
}
