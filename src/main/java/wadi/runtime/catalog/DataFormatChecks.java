package wadi.runtime.catalog;

import java.util.Set;
import wadi.camel.files.Check;

/** Whether what marshals and unmarshals is part of this Wadi. */
final class DataFormatChecks {
  private static final Set<String> OTHER_KEYS = Set.of("id", "description", "disabled", "note", "allowNullBody", "variableSend", "variableReceive");

  private DataFormatChecks() {}

  static void check(FileSet files, CamelKnowledge camel) {
    for (RouteFile file : files.routes()) {
      file.places().stream().filter(p -> p.isStep() && p.key().matches("(un)?marshal")).flatMap(Place::children)
          .filter(p -> !OTHER_KEYS.contains(p.key())).forEach(format -> {
            String library = format.text("library").orElse("");
            if (!camel.hasDataFormat(format.key(), library)) {
              String name = library.isEmpty() ? format.key() : format.key() + " by " + library;
              file.findings().add(Check.DATA_FORMAT, format.line(), "the data format %s is not part of this Wadi".formatted(name),
                  "write json: ..., or add its library to pom.xml");
            }
          });
    }
  }
}
