package wadi.cli;

import java.nio.file.Path;

/** Where Wadi's files are. */
final class Home {
  private Home() {}

  /** The folder of application.properties and routes/: the launcher says which. */
  static Path folder() {
    return Path.of(System.getProperty("wadi.home", "")).toAbsolutePath().normalize();
  }

  /** A path as the person means it who typed it: the launcher goes to Wadi's folder, and says from where. */
  static Path fromCaller(Path typed) {
    return Path.of(System.getProperty("wadi.caller", "")).toAbsolutePath().resolve(typed).normalize();
  }
}
