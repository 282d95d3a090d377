package wadi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import wadi.platform.DataDirectory;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.backup.Advance;
import wadi.platform.backup.Backup;
import wadi.platform.backup.BackupFailed;
import wadi.platform.postgres.EmbeddedPostgres;

/** {@code wadi backup}: the database inside and the keys that read it, in one file, while Wadi runs or while it does not. */
@Command(name = "backup", mixinStandardHelpOptions = true,
    description = {"Writes the database inside and the keys that belong to it into one file, while Wadi runs or while it does not.",
        "The file can read what the data directory can: keep it where only you can."},
    footer = {"", "docs/backup.md tells more. Example:", "  wadi backup /backup/wadi-$(date +%F).zip"})
final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file to write; it must not be there yet.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    try {
      Settings settings = OperationsOptions.settings();
      Path target = Home.fromCaller(file);
      Path data = dataOf(settings);
      if (!Files.exists(data.resolve("postgres").resolve("cluster"))) {
        throw new CommandFailed("There is no database in %s (property data.dir): Wadi never ran with it.".formatted(data));
      }
      long rows = write(data, target);
      System.out.printf("%s holds %,d rows and the keys of this Wadi: keep it where only you can read it.%n", target, rows);
      elsewhere(settings).ifPresent(System.out::println);
      return 0;
    } catch (BackupFailed | StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  /** The data directory; refuses a database that is not inside. */
  static Path dataOf(Settings settings) {
    if (settings.optional("database.url").isPresent()) {
      throw new CommandFailed("The database is one of your own (database.url): back it up and restore it with its own tools, such as pg_dump and pg_restore,"
          + " and keep CARD_KEY with the copy.");
    }
    return settings.path("data.dir");
  }

  private static long write(Path data, Path target) throws IOException {
    Optional<DataDirectory> ours = lock(data);
    if (ours.isEmpty()) {
      return write(EmbeddedPostgres.running(data.resolve("postgres")), data, target);
    }
    try (DataDirectory locked = ours.get(); EmbeddedPostgres postgres = EmbeddedPostgres.start(locked.resolve("postgres"))) {
      return write(postgres.address(), data, target);
    }
  }

  /** Empty while a Wadi runs on it: then its database is read beside it. */
  private static Optional<DataDirectory> lock(Path data) {
    try {
      return Optional.of(DataDirectory.open(data));
    } catch (StartupException e) {
      return Optional.empty();
    }
  }

  private static long write(EmbeddedPostgres.Address database, Path data, Path target) {
    Advance advance = new Advance();
    try (Progress progress = Progress.begin(advance::rows, advance::share, System.err, System.console() != null)) {
      return Backup.write(database, data.resolve("secrets"), target, advance);
    }
  }

  /** What is needed too, and is not in the file. */
  private static Optional<String> elsewhere(Settings settings) {
    List<String> given = Stream.of("card.key", "parking.key").filter(key -> settings.optional(key).isPresent()).map(Settings::variable).toList();
    return given.isEmpty() ? Optional.empty()
        : Optional.of("Not in it: %s, from the environment. Without, the copy cannot be used.".formatted(given.stream().collect(Collectors.joining(" and "))));
  }
}
