package wadi.runtime.spec;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A route file with one step less.
 *
 * @param step the id of the step, or its kind when it has none; with what was done to it
 * @param text the file without it
 */
record Mutant(String file, String step, String text) {
  private static final Set<String> LISTS = Set.of("steps", "when", "doCatch", "onException");
  private static final Set<String> SINGLES = Set.of("otherwise", "doFinally");
  /** Instead of the last step of a list: an empty one does not load, and then nothing could notice. */
  private static final Node NO_STEP = compose("removeProperty: { name: there-is-none }");

  /** Every file that lacks one step of this one, or the frame around some steps. */
  static List<Mutant> of(String file, String text) {
    Node root = compose(text);
    List<Mutant> mutants = new ArrayList<>();
    new Walk(file, root, mutants).into(root);
    return mutants;
  }

  /** The file with all its steps. */
  static Mutant unchanged(String file, String text) {
    StringWriter same = new StringWriter();
    new Yaml().serialize(compose(text), same);
    return new Mutant(file, "nothing", same.toString());
  }

  private static Node compose(String text) {
    return new Yaml(new LoaderOptions()).compose(new StringReader(text));
  }

  private record Walk(String file, Node root, List<Mutant> mutants) {
    void into(Node node) {
      if (node instanceof SequenceNode list) {
        list.getValue().forEach(this::into);
      } else if (node instanceof MappingNode map) {
        for (int i = 0; i < map.getValue().size(); i++) {
          NodeTuple member = map.getValue().get(i);
          String key = key(member);
          if (LISTS.contains(key) && member.getValueNode() instanceof SequenceNode list) {
            eachItem(list, key);
          } else if (SINGLES.contains(key)) {
            without(map.getValue(), i, name(member.getValueNode(), key));
          }
          into(member.getValueNode());
        }
      }
    }

    private void eachItem(SequenceNode list, String key) {
      List<Node> items = list.getValue();
      for (int i = 0; i < items.size(); i++) {
        Node item = items.get(i);
        String name = name(item, key);
        if (items.size() == 1 && key.equals("steps")) {
          items.set(i, NO_STEP);
          add(name);
          items.set(i, item);
        } else {
          without(items, i, name);
        }
        if (!key.equals("onException")) {
          unframed(items, i, name);
        }
      }
    }

    private <T> void without(List<T> items, int i, String name) {
      T item = items.remove(i);
      add(name);
      items.add(i, item);
    }

    /** The steps of a block without the block: a transaction, a split, a loop that is forgotten. */
    private void unframed(List<Node> items, int i, String name) {
      Node block = items.get(i) instanceof MappingNode step && step.getValue().size() == 1 ? step.getValue().get(0).getValueNode() : null;
      Map<String, Node> members = new HashMap<>();
      if (block instanceof MappingNode map) {
        map.getValue().forEach(member -> members.put(key(member), member.getValueNode()));
      }
      if (members.get("steps") instanceof SequenceNode inner) {
        Node item = items.remove(i);
        items.addAll(i, inner.getValue());
        add(name + " (only the frame)");
        items.subList(i, i + inner.getValue().size()).clear();
        items.add(i, item);
      }
    }

    private void add(String name) {
      StringWriter text = new StringWriter();
      new Yaml().serialize(root, text);
      mutants.add(new Mutant(file, name, text.toString()));
    }

    private static String key(NodeTuple member) {
      return ((ScalarNode) member.getKeyNode()).getValue();
    }

    private static String name(Node step, String kind) {
      if (!(step instanceof MappingNode map)) {
        return kind;
      }
      boolean isStep = map.getValue().size() == 1;
      Node body = isStep ? map.getValue().get(0).getValueNode() : map;
      if (body instanceof MappingNode members) {
        for (NodeTuple member : members.getValue()) {
          if (key(member).equals("id") && member.getValueNode() instanceof ScalarNode id) {
            return id.getValue();
          }
        }
      }
      return isStep ? key(map.getValue().get(0)) : kind;
    }
  }
}
