package wadi.cli;

import java.nio.file.Path;

/** Where Wadi's files are. */
final class Home {
  private Home() {}

  /** The folder of application.properties and routes/: the launcher says which. */
  static Path folder() {
    return Path.of(System.getProperty("wadi.home", "")).toAbsolutePath().normalize();
  }
}
