package wadi.platform.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the server writes about itself; at most two files (log, log.1) of about 5 MiB. */
record ServerLog(Path path) {
  private static final long LIMIT = 5 << 20;
  private static final int TAIL_LINES = 12;

  /** Cuts the file when it is full. The server appends, so it needs not be told. */
  void bound() {
    try {
      if (size() > LIMIT) {
        Files.copy(path, Path.of(path + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.truncate(0);
        }
      }
    } catch (IOException e) {
      // The log of a server that runs is not worth stopping it.
    }
  }

  long size() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The last lines written since the file had that size. */
  String tail(long since) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.position(Math.max(since, file.size() - (1 << 14)));
      ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - file.position()));
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
      List<String> lines = new String(bytes.array(), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no server log: " + Durable.reason(e) + ")";
    }
  }
}
