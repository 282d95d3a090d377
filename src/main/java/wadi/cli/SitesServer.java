package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wadi.cli.OperationsClient.Answer;

/** The running Wadi that the commands about sites talk to. {@code --url} is a site's. */
final class SitesServer {
  @Option(names = "--server", paramLabel = "URL",
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

  Answer get(String path, Map<String, String> query) {
    return client().get("/ops/sites" + path, query);
  }

  Answer change(String method, String path) {
    return good(client().ask(method, "/ops/sites" + path, Map.of()), "");
  }

  /** @param file in which faults are, for people; may be empty */
  Answer send(String method, String path, String text, String type, String file) {
    return good(client().send(method, "/ops/sites" + path, text, type), file);
  }

  /** Every fault on a line of its own. */
  private static Answer good(Answer answer, String file) {
    if (answer.status() != 422 || answer.json().path("errors").isEmpty()) {
      return OperationsClient.good(answer);
    }
    StringJoiner faults = new StringJoiner("\n", file.isEmpty() ? "The site cannot be used:\n" : "Nothing was imported:\n", "");
    for (JsonNode fault : answer.json().get("errors")) {
      String place = file.isEmpty() ? "  " : file + (fault.path("line").asInt() == 0 ? ": " : ":" + fault.get("line").asInt() + ": ");
      String instead = Words.of(fault.get("instead"));
      faults.add(place + Words.of(fault.get("message")) + "." + (instead.isEmpty() ? "" : " " + Character.toUpperCase(instead.charAt(0)) + instead.substring(1) + "."));
    }
    throw new CommandFailed(faults.toString());
  }

  private OperationsClient client() {
    return OperationsOptions.client(url, "--server", command);
  }

  /** A site in a path, whatever it is called. */
  static String path(String name) {
    return "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
