package wadi.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.backup.Advance;
import wadi.platform.backup.BackupFailed;
import wadi.platform.backup.Restore;

/** {@code wadi restore}: a new data directory from a backup. */
@Command(name = "restore", mixinStandardHelpOptions = true,
    description = {"Makes the data directory from a file that ./wadi backup wrote. The directory must be empty, or not there.",
        "What waited when the backup was made goes out once Wadi runs, also what has been sent since then."},
    footer = {"", "docs/backup.md tells more. Example:", "  DATA_DIR=/var/lib/wadi-new wadi restore /backup/wadi-2026-11-22.zip"})
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file;

  @Override
  public Integer call() {
    try {
      Settings settings = OperationsOptions.settings();
      Path data = BackupCommand.dataOf(settings);
      boolean brokerInside = settings.text("broker").equals("artemis") && settings.optional("artemis.url").isEmpty();
      Restore.Restored restored = restore(data, brokerInside);
      System.out.printf("%s holds %,d rows as they were at %s, written by Wadi %s. ./wadi run starts with them: what waited then goes out.%n", data,
          restored.rows(), restored.takenAt(), restored.wadi());
      return 0;
    } catch (BackupFailed | StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  private Restore.Restored restore(Path data, boolean brokerInside) {
    Advance advance = new Advance();
    try (Progress progress = Progress.begin(advance::rows, advance::share, System.err, System.console() != null)) {
      return Restore.into(data, Home.fromCaller(file), brokerInside, advance);
    }
  }
}
