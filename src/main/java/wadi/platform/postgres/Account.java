package wadi.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import wadi.platform.StartupException;

/**
 * Under whose name PostgreSQL runs; it refuses to be root. An ordinary user runs it directly. For root there are two ways out:
 * a user namespace, in which root looks like nobody while files stay root's, or, where such namespaces are forbidden (many
 * containers), giving the directory to another user and becoming that user.
 *
 * @param prefix the words before each command
 * @param owner uid of the files, or -1 to leave them as they are
 */
record Account(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;
  private static final Account DIRECT = new Account(List.of(), -1);
  private static final Account NAMESPACE = new Account(List.of("unshare", "-U"), -1);

  /**
   * Finds the way that works here by running {@code postgres --version} in each.
   *
   * @param directory ours; if another user than root owns it already (an earlier run, or root today and alice yesterday),
   *     PostgreSQL runs as that user
   */
  static Account choose(Path directory, Path binaries) {
    int uid = ownUid();
    int owner = uid(directory);
    List<Account> ways = uid != 0 ? List.of(DIRECT) : owner != 0 ? List.of(become(owner)) : List.of(NAMESPACE, become(NOBODY));
    StringBuilder refusals = new StringBuilder();
    for (Account way : ways) {
      ProgramResult outcome = new Programs(binaries, way).probe();
      if (outcome.succeeded()) {
        way.own(directory);
        return way;
      }
      refusals.append("\n  ").append(String.join(" ", way.prefix)).append(": ").append(outcome.output());
    }
    throw new StartupException(uid == 0
        ? "PostgreSQL refuses to run as root, and no way to run it as somebody else works here: start Wadi as an ordinary"
            + " user, or set database.url to a PostgreSQL of your own." + refusals
        : "The PostgreSQL that Wadi brings does not run here (it needs glibc and a file system without noexec): set"
            + " database.url to a PostgreSQL of your own." + refusals);
  }

  private static Account become(int uid) {
    return new Account(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"), uid);
  }

  /** Gives the files below to the user PostgreSQL runs as, so that it accepts them and may read the password. */
  void own(Path directory) {
    if (owner < 0) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (uid(file) != owner) {
          Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
        }
      }
    } catch (IOException e) {
      throw new StartupException("Cannot give " + directory + " to user " + owner + ": " + Durable.reason(e), e);
    }
  }

  /** The effective one. Not the owner of /proc/self: that link is always root's. */
  private static int ownUid() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines.filter(line -> line.startsWith("Uid:")).map(line -> Integer.parseInt(line.split("\\s+")[2])).findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new StartupException("Cannot see as whom Wadi runs: " + Durable.reason(e), e);
    }
  }

  private static int uid(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new StartupException("Cannot see who owns " + path + ": " + Durable.reason(e), e);
    }
  }
}
