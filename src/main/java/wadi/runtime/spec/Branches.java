package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DisabledAwareDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.support.CamelContextHelper;
import wadi.camel.RouteName;
import wadi.runtime.Snapshot;

/** Names the branches of a twin as people know them. */
final class Branches {
  private static final String SUFFIX = ".camel.yaml";

  private final CamelContext context;
  private final Snapshot snapshot;

  private Branches(CamelContext context, Snapshot snapshot) {
    this.context = context;
    this.snapshot = snapshot;
  }

  /** By route and step, in the order of the file. */
  static List<Branch> of(CamelContext context, BranchRecorder recorder, Snapshot snapshot) {
    Branches branches = new Branches(context, snapshot);
    List<List<Branch>> steps = new ArrayList<>();
    recorder.forks().entrySet().stream().filter(e -> branches.isEnabled(e.getKey())).forEach(e -> steps.add(branches.of(e.getKey(), e.getValue())));
    recorder.bodies().entrySet().stream().filter(e -> branches.isEnabled(e.getKey()))
        .forEach(e -> steps.add(List.of(branches.branch(e.getKey(), e.getKey(), "handles a failure", e.getValue()))));
    return steps.stream().sorted(Comparator.comparing((List<Branch> step) -> step.get(0).owner()).thenComparing(step -> step.get(0).file())
        .thenComparing(step -> step.get(0).line())).flatMap(List::stream).toList();
  }

  private boolean isEnabled(NamedNode step) {
    return isEnabled(step, context);
  }

  /** Camel makes a disabled step too, and then leaves it out. */
  static boolean isEnabled(NamedNode step, CamelContext context) {
    return Stream.iterate(step, node -> node != null, NamedNode::getParent).noneMatch(node ->
        node instanceof DisabledAwareDefinition aware && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, aware.getDisabled())));
  }

  private List<Branch> of(NamedNode step, BranchRecorder.Fork fork) {
    return step instanceof ChoiceDefinition choice ? ofChoice(choice, fork)
        : List.of(branch(step, step, "lets through", fork.took(0)), branch(step, step, "holds back", fork.tookNone()));
  }

  private List<Branch> ofChoice(ChoiceDefinition choice, BranchRecorder.Fork fork) {
    List<WhenDefinition> whens = choice.getWhenClauses().stream().filter(this::isEnabled).toList();
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < whens.size(); i++) {
      branches.add(branch(choice, whens.get(i), "when " + whens.get(i).getExpression().getExpression(), fork.took(i)));
    }
    branches.add(choice.getOtherwise() == null ? branch(choice, choice, "none of them", fork.tookNone())
        : branch(choice, choice.getOtherwise(), "otherwise", fork.tookNone()));
    return branches;
  }

  /** @param words for a branch without an id of its own */
  private Branch branch(NamedNode step, NamedNode branch, String words, boolean reached) {
    String file = file(step);
    RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
    String owner = route != null ? RouteName.of(route.getRouteId(), route) : file.substring(file.lastIndexOf('/') + 1).replace(SUFFIX, "");
    String prefix = route != null && Kamelets.isMade(route) ? route.getNodePrefixId() : owner + ".";
    String name = branch == step ? words : id(branch, prefix).orElse(words);
    return new Branch(owner, file, Math.max(branch.getLineNumber(), 0), id(step, prefix).orElse(step.getShortName()), name, reached);
  }

  /** As it is written, which is a path for YAML and a class for Java. */
  private String file(NamedNode step) {
    NamedNode node = step;
    while (node.getLocation() == null && node.getParent() != null) {
      node = node.getParent();
    }
    return node.getLocation() == null ? "" : snapshot.inWordsOfTheSource(node.getLocation().replaceFirst("^file:", ""));
  }

  /** The short one that somebody gave it. */
  static Optional<String> id(NamedNode node, String prefix) {
    return node instanceof OptionalIdentifiedDefinition<?> named && named.hasCustomIdAssigned()
        ? Optional.of(named.getId().startsWith(prefix) ? named.getId().substring(prefix.length()) : named.getId()) : Optional.empty();
  }
}
