package wadi.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ops.OperationsToken;

/** The options of all commands that talk to a running Wadi. */
final class OperationsOptions {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  @Option(names = "--url", paramLabel = "URL",
      description = "The management port of a running Wadi; by default the one in application.properties, on this machine."
          + " With another URL the token must be given as WADI_TOKEN.")
  private String url;

  @Option(names = "--json", description = "Print what the operations API answers, for programs.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean json() {
    return json;
  }

  /** Whether it is the Wadi of another address that is meant. */
  boolean isElsewhere() {
    return url != null;
  }

  OperationsClient client() {
    return client(url, "--url", command);
  }

  /**
   * The Wadi of this address, or the one of this machine.
   *
   * @param address may be null
   * @param option by which it was given
   */
  static OperationsClient client(String address, String option, CommandSpec command) {
    return address == null ? here() : new OperationsClient(given(address, option, command), Optional.ofNullable(System.getenv("WADI_TOKEN")).filter(t -> !t.isBlank()));
  }

  /** The token of this data directory is not sent to other addresses. */
  private static URI given(String address, String option, CommandSpec command) {
    try {
      URI uri = new URI(address.replaceFirst("/+$", ""));
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // the message below says it
    }
    throw new ParameterException(command.commandLine(), option + " must be an address such as http://localhost:9876.");
  }

  private static OperationsClient here() {
    Settings settings = settings();
    String host = settings.text("management.host");
    String name = EVERYWHERE.contains(host) ? "localhost" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    URI uri = URI.create("http://" + name + ":" + settings.port("management.port"));
    return new OperationsClient(uri, token(settings));
  }

  /** Without it one may still look. */
  private static Optional<String> token(Settings settings) {
    try {
      return OperationsToken.find(settings);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Settings settings() {
    try {
      return Settings.load(Home.folder(), System::getenv);
    } catch (StartupException e) {
      throw new CommandFailed(e.getMessage());
    }
  }
}
