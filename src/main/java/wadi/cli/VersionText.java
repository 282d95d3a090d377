package wadi.cli;

import picocli.CommandLine.IVersionProvider;
import wadi.platform.Version;

/** What {@code wadi --version} tells: enough for a question to whoever maintains it. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"wadi %s, commit %s".formatted(Version.TEXT, Version.COMMIT),
        "Camel %s, Java %s".formatted(Version.CAMEL, System.getProperty("java.version"))};
  }
}
