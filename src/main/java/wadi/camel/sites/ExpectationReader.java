package wadi.camel.sites;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.domain.sites.Expectations;
import wadi.platform.sites.SiteFaults;

/** Reads what must be true of a site's answer. */
final class ExpectationReader {
  private static final int LONGEST = 1_000;
  private static final int MOST = 20;
  private static final int MOST_DAYS = 3_650;
  private static final Duration LEAST_WITHIN = Duration.ofMillis(1);
  private static final Duration MOST_WITHIN = Duration.ofSeconds(60);
  private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:\\s*-\\s*([1-5]\\d\\d))?");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  private final Findings findings;

  ExpectationReader(Findings findings) {
    this.findings = findings;
  }

  /** @param url of the site */
  Expectations read(Keys keys, String url) {
    Optional<YamlNode> days = keys.node("certificate-days");
    Integer certificate = keys.integer("certificate-days", 1, MOST_DAYS);
    if (certificate != null && url.startsWith("http:")) {
      findings.add(days.map(YamlNode::line).orElse(0), "certificate-days is given, and the URL begins with http://", "write https://, or leave it out");
    }
    return new Expectations(statuses(keys), pattern(keys, "regexp"), pattern(keys, "absent"), paths(keys), headers(keys),
        SiteReader.Times.read(keys, "within", LEAST_WITHIN, MOST_WITHIN, findings), certificate == null ? OptionalInt.empty() : OptionalInt.of(certificate), redirect(keys));
  }

  private List<Integer> statuses(Keys keys) {
    TreeSet<Integer> statuses = new TreeSet<>();
    YamlNode node = keys.node("status").orElse(null);
    for (YamlNode item : node == null ? List.<YamlNode>of() : node instanceof YamlNode.Items items ? items.items() : List.of(node)) {
      Matcher range = RANGE.matcher(item instanceof YamlNode.Scalar scalar ? scalar.text().strip() : "");
      int first = range.matches() ? Integer.parseInt(range.group(1)) : 1;
      int last = !range.matches() ? 0 : range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first) {
        findings.add(item.line(), "status: this is no status and no range of them", "write such as 200, or 200-299, or a list of both");
      } else {
        IntStream.rangeClosed(first, last).forEach(statuses::add);
      }
    }
    return List.copyOf(statuses);
  }

  private Optional<String> pattern(Keys keys, String name) {
    Optional<YamlNode> node = keys.node(name);
    String text = node.filter(YamlNode.Scalar.class::isInstance).map(n -> ((YamlNode.Scalar) n).text()).orElse("");
    node.ifPresent(n -> pattern(n, name, text));
    return Optional.of(text).filter(pattern -> !pattern.isEmpty());
  }

  private void pattern(YamlNode node, String name, String text) {
    if (text.isEmpty()) {
      findings.add(node.line(), name + " is empty or no text", "write a regular expression, or leave the line out");
    } else if (text.length() > LONGEST) {
      findings.add(node.line(), name + " is longer than " + LONGEST + " characters", "write a shorter one");
    } else {
      SiteFaults.pattern(text).ifPresent(why -> findings.add(node.line(), name + " is no usable regular expression: " + why,
          "a sign such as ( or ? stands for itself as \\( or \\?"));
    }
  }

  private Map<String, String> paths(Keys keys) {
    return pairs(keys, "json", (path, value) -> SiteFaults.path(path).ifPresent(why -> findings.add(value.line(), "json: \"%s\" is no path: %s".formatted(path, why),
        "write such as $.status or /status")));
  }

  private Map<String, String> headers(Keys keys) {
    return pairs(keys, "header", (name, value) -> {
      if (!HEADER.matcher(name).matches()) {
        findings.add(value.line(), "header: \"%s\" is no name of a header".formatted(name), "write such as Content-Type");
      }
      pattern(value, "header " + name, value.text());
    });
  }

  private interface Judge {
    void look(String name, YamlNode.Scalar value);
  }

  private Map<String, String> pairs(Keys keys, String name, Judge judge) {
    Map<String, String> pairs = new LinkedHashMap<>();
    YamlNode node = keys.node(name).orElse(null);
    if (node != null && (!(node instanceof YamlNode.Fields fields) || fields.fields().isEmpty() || fields.fields().size() > MOST)) {
      findings.add(node.line(), "%s is no object of 1 to %d values".formatted(name, MOST), name.equals("json") ? "write such as {$.status: ok}" : "write such as {Content-Type: text/html}");
    } else if (node instanceof YamlNode.Fields fields) {
      fields.fields().forEach((key, field) -> {
        if (field.value() instanceof YamlNode.Scalar scalar && scalar.text().length() <= LONGEST) {
          judge.look(key, scalar);
          pairs.put(key, scalar.text());
        } else {
          findings.add(field.line(), "%s %s is no text of at most %d characters".formatted(name, key, LONGEST), "write one value on one line");
        }
      });
    }
    return pairs;
  }

  private Optional<String> redirect(Keys keys) {
    YamlNode.Scalar target = keys.text("redirects-to");
    if (target != null) {
      SiteAddress.fault(target.text().strip(), true).ifPresent(fault -> findings.add(target.line(), "redirects-to: " + fault.what(), fault.instead()));
    }
    return Optional.ofNullable(target).map(text -> text.text().strip());
  }
}
