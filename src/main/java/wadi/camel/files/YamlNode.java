package wadi.camel.fraud;

import java.util.List;
import java.util.Map;

/** A part of a YAML file that knows where it stands. Lines and columns begin with 1. */
sealed interface YamlNode {
  int line();

  /** @param fields by name, in the order of the file */
  record Fields(int line, Map<String, Field> fields) implements YamlNode {}

  record Items(int line, List<YamlNode> items) implements YamlNode {}

  /** @param column where the scalar begins, its quote or block sign included */
  record Scalar(int line, int column, String text) implements YamlNode {}

  /** @param line where the name stands */
  record Field(int line, YamlNode value) {}
}
