package wadi.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.platform.StartupException;

/** Turns what Camel throws into a finding in the file people edit. */
public final class Diagnosis {
  private Diagnosis() {}

  /** The deepest cause says what is wrong; those around it say in which route, and a file is named after its route. */
  public static RuntimeException of(Throwable failure, Snapshot snapshot) {
    String route = null;
    Throwable deepest = failure;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof StartupException startup) {
        return startup;
      }
      if (e instanceof InvalidFiles invalid) {
        return new InvalidFiles(invalid.findings().stream().map(f -> f.in(snapshot.folder())).toList(), failure);
      }
      if (e instanceof FailedToCreateRouteException create) {
        route = create.getRouteId();
      } else if (e instanceof FailedToStartRouteException start) {
        route = start.getRouteId();
      }
      if (e.getMessage() != null) {
        deepest = e;
      }
    }
    String message = snapshot.inWordsOfTheSource(String.valueOf(deepest.getMessage()).strip());
    return new InvalidFiles(List.of(new Finding(Check.LOADING, fileOf(route, snapshot), 0, message, "")), failure);
  }

  private static String fileOf(String route, Snapshot snapshot) {
    if (route == null) {
      return "routes";
    }
    try (Stream<Path> all = Files.walk(snapshot.folder())) {
      return all.filter(p -> p.getFileName().toString().equals(route + ".camel.yaml")).findFirst()
          .map(p -> snapshot.folder().relativize(p).toString()).orElse("route " + route);
    } catch (IOException e) {
      return "route " + route;
    }
  }
}
