package wadi.camel.files;

import java.util.List;
import java.util.Map;

/** A part of a YAML file that knows where it stands. Lines and columns begin with 1. */
public sealed interface YamlNode {
  int line();

  /** @param fields by name, in the order of the file */
  record Fields(int line, Map<String, Field> fields) implements YamlNode {}

  record Items(int line, List<YamlNode> items) implements YamlNode {}

  /**
   * @param column where the scalar begins, its quote or block sign included
   * @param kind what a program would read it as
   */
  record Scalar(int line, int column, String text, Kind kind) implements YamlNode {}

  /** What a scalar is: quotes make a text of anything. */
  enum Kind { TEXT, NUMBER, BOOLEAN, NOTHING }

  /** @param line where the name stands */
  record Field(int line, YamlNode value) {}
}
