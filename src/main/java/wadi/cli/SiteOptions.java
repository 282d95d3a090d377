package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a site may have, as options; those that are not given are left out, those that are empty are taken away. What they mean is judged by the server. */
final class SiteOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--every", paramLabel = "TIME", description = "From the beginning of a check to that of the next: 30s, 10m, 1h. By default sites.every.")
  private String every;

  @Option(names = "--timeout", paramLabel = "TIME", description = "Of one check, redirects included. By default sites.timeout.")
  private String timeout;

  @Option(names = "--after", paramLabel = "N", description = "Tell after so many results like it, one after the other. By default sites.after.")
  private String after;

  @Option(names = "--status", paramLabel = "CODES", split = ",", description = "The status must be one of these: 200, 200-299. By default 200-299.")
  private List<String> status;

  @Option(names = "--regexp", paramLabel = "RE2", description = "A regular expression that must be found in the body.")
  private String regexp;

  @Option(names = "--absent", paramLabel = "RE2", description = "One that must not be found.")
  private String absent;

  @Option(names = "--json-path", paramLabel = "PATH=VALUE", description = "What stands at this place of a JSON body: $.status=ok, /status=ok. May be repeated.")
  private List<String> paths;

  @Option(names = "--header", paramLabel = "NAME=RE2", description = "A regular expression that must be found in a header. May be repeated.")
  private List<String> headers;

  @Option(names = "--within", paramLabel = "TIME", description = "A slower answer is degraded: 800ms, 2s.")
  private String within;

  @Option(names = "--certificate-days", paramLabel = "N", description = "The certificate must be good for so many days more.")
  private String certificateDays;

  @Option(names = "--redirects-to", paramLabel = "URL", description = "Where redirects must lead to in the end.")
  private String redirectsTo;

  @Option(names = "--credentials", paramLabel = "VARIABLE",
      description = "The environment variable of Wadi that has user:password, or Bearer and a token: SITES_SHOP_LOGIN.")
  private String credentials;

  @Option(names = "--to", paramLabel = "CHANNEL=ADDRESS", description = "Who is told, instead of those every alert has: email=shop@example.com. May be repeated.")
  private List<String> to;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The keys of a site that are given. */
  ObjectNode document(String name, String url) {
    ObjectNode document = JSON.createObjectNode();
    text(document, "name", name);
    text(document, "url", url);
    text(document, "every", every);
    text(document, "timeout", timeout);
    text(document, "after", after);
    many(document, "status", status, codes -> codes.stream().collect(JSON::createArrayNode, ArrayNode::add, ArrayNode::addAll));
    text(document, "regexp", regexp);
    text(document, "absent", absent);
    many(document, "json", paths, pairs -> pairs("--json-path", pairs));
    many(document, "header", headers, pairs -> pairs("--header", pairs));
    text(document, "within", within);
    text(document, "certificate-days", certificateDays);
    text(document, "redirects-to", redirectsTo);
    text(document, "credentials", credentials);
    many(document, "recipients", to, this::recipients);
    return document;
  }

  private static void text(ObjectNode document, String key, String value) {
    if (value != null && value.isEmpty()) {
      document.putNull(key);
    } else if (value != null) {
      document.put(key, value);
    }
  }

  private static void many(ObjectNode document, String key, List<String> values, Function<List<String>, JsonNode> node) {
    if (values != null) {
      document.set(key, values.equals(List.of("")) ? JSON.nullNode() : node.apply(values));
    }
  }

  private ObjectNode pairs(String option, List<String> pairs) {
    ObjectNode object = JSON.createObjectNode();
    pairs.forEach(pair -> object.put(parts(option, pair)[0], parts(option, pair)[1]));
    return object;
  }

  private ObjectNode recipients(List<String> pairs) {
    Map<String, ArrayNode> channels = new LinkedHashMap<>();
    pairs.forEach(pair -> channels.computeIfAbsent(parts("--to", pair)[0], channel -> JSON.createArrayNode()).add(parts("--to", pair)[1]));
    return JSON.createObjectNode().setAll(channels);
  }

  private String[] parts(String option, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new ParameterException(command.commandLine(), option + " \"" + pair + "\" is no pair: write " + (option.equals("--to") ? "email=shop@example.com" : "NAME=VALUE") + ".");
    }
    return new String[] {pair.substring(0, equals), pair.substring(equals + 1)};
  }
}
