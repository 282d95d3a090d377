package wadi.runtime;

import java.util.List;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.domain.reload.Fault;

/** What is wrong with files, as a report of a reload has it. */
final class FaultList {
  private FaultList() {}

  /** @param why what making a generation of them ended with */
  static List<Fault> of(RuntimeException why) {
    return why instanceof InvalidFiles invalid ? of(invalid.findings()) : List.of(new Fault("", 0, "", why.getMessage(), ""));
  }

  static List<Fault> of(List<Finding> findings) {
    return findings.stream().map(found -> new Fault(found.file(), found.line(), route(found.file()), found.message(), found.hint())).toList();
  }

  /** A file is named after its route. */
  private static String route(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.matches(".+\\.(camel|spec)\\.yaml") ? name.replaceFirst("\\.(camel|spec)\\.yaml$", "") : "";
  }
}
