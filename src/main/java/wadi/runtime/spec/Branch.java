package wadi.runtime.spec;

/**
 * One of the ways a message can take at a step.
 *
 * @param owner id of the route or route configuration
 * @param file as people know it: routes/alerting/route-alert.camel.yaml
 * @param line of the branch; that of the step where the branch is not written down
 * @param step the step's short id, or its kind when it has none
 * @param name the branch's short id, or what leads there
 * @param reached whether a message took it
 */
public record Branch(String owner, String file, int line, String step, String name, boolean reached) {
  Branch asReached() {
    return new Branch(owner, file, line, step, name, true);
  }

  /** For lists of what is open: {@code file:line: step, name}. */
  public String place() {
    return "%s:%d: %s, %s".formatted(file, line, step, name);
  }
}
