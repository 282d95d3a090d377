package wadi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;
import wadi.domain.reload.Way;
import wadi.runtime.Application;

/**
 * What SIGHUP does. It asks for a reload, as with other servers; when a terminal was closed it means, as ever, that nobody is there
 * any more, and Wadi stops.
 */
final class Hangup {
  private static final Path TERMINAL = Path.of("/dev/tty");

  private Hangup() {}

  static void reloads(Application application) {
    boolean terminal = hasTerminal();
    Signal.handle(new Signal("HUP"), signal -> {
      if (terminal && !hasTerminal()) {
        System.exit(128 + signal.getNumber());
      }
      new Thread(() -> application.reload(Way.SIGNAL), "reload-on-signal").start();
    });
  }

  /** A terminal that was closed cannot be opened any more. */
  private static boolean hasTerminal() {
    try {
      Files.newInputStream(TERMINAL).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
