package wadi.runtime.spec;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a spec file: docs/specs.md says what may stand in it. */
final class SpecReader {
  private final SpecErrors errors;
  private final GivenReader given;
  private final ThenReader then;

  private SpecReader(SpecErrors errors) {
    this.errors = errors;
    Values values = new Values(errors);
    this.given = new GivenReader(errors, values);
    this.then = new ThenReader(errors, values);
  }

  /** @param file its name in messages */
  static SpecFile read(String file, String text) {
    SpecErrors errors = new SpecErrors(file);
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root != null) {
        return new SpecReader(errors).file(file, root);
      }
      errors.add(1, "the file is empty", "route: ..., then cases: [...]");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      errors.add(line, "is not YAML: " + e.getProblem(), "check indentation and quotes; a tag before } or , needs a space behind it");
    }
    return new SpecFile(file, "", 0, List.of(), errors);
  }

  private SpecFile file(String file, Node root) {
    Fields fields = Fields.of(root, "a spec", errors, "route", "cases");
    String route = fields.text("route").orElse("");
    int line = fields.node("route").map(SpecErrors::line).orElse(0);
    if (line == 0) {
      errors.add(root, "the spec does not say of which route", "begin with route: followed by its id");
    }
    List<SpecCase> cases = new ArrayList<>();
    Map<String, Integer> sentences = new HashMap<>();
    for (Node node : fields.items("cases")) {
      SpecCase read = oneCase(node);
      Integer first = sentences.putIfAbsent(read.it(), read.line());
      if (first != null && !read.it().isEmpty()) {
        errors.add(read.line(), "the sentence \"" + read.it() + "\" stands twice", "the first is in line " + first + "; say what differs");
      }
      cases.add(read);
    }
    if (fields.items("cases").isEmpty()) {
      errors.add(fields.node("cases").orElse(root), "the spec has no cases", "cases: with - it:, given:, then:");
    }
    return new SpecFile(file, route, line, cases, errors);
  }

  private SpecCase oneCase(Node node) {
    Fields fields = Fields.of(node, "a case", errors, "it", "given", "then");
    Optional<String> it = fields.text("it");
    if (fields.node("it").isEmpty()) {
      errors.add(node, "the case has no sentence", "it: what the route does, such as \"only mails a low alert\"");
    }
    return new SpecCase(SpecErrors.line(node), it.orElse(""), given.read(fields.node("given")), expectations(node, fields));
  }

  private List<Expectation> expectations(Node node, Fields fields) {
    Optional<Node> word = fields.node("then");
    if (word.isPresent() && word.get() instanceof ScalarNode scalar && scalar.getValue().equals("nothing")) {
      return List.of();
    }
    List<Node> items = fields.items("then");
    if (items.isEmpty()) {
      errors.add(word.orElse(node), "the case asserts nothing", "list below then: what leaves, or write then: nothing when nothing may leave");
    }
    return items.stream().map(then::entry).flatMap(Optional::stream).toList();
  }
}
