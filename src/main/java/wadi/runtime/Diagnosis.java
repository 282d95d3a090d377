package wadi.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import wadi.platform.StartupException;

/** Turns what Camel throws into one message that names the file people edit. */
public final class Diagnosis {
  private Diagnosis() {}

  /** The deepest cause says what is wrong; those around it say in which route, and a file is named after its route. */
  public static RuntimeException of(Throwable failure, Snapshot snapshot) {
    if (failure instanceof StartupException startup) {
      return startup;
    }
    String route = null;
    Throwable deepest = failure;
    for (Throwable e = failure; e != null; e = e.getCause()) {
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
    String file = fileOf(route, snapshot);
    if (file == null) {
      return new InvalidFiles(route == null ? message : "route " + route + ": " + message, failure);
    }
    return new InvalidFiles(message.contains(file) ? message : file + ": " + message, failure);
  }

  private static String fileOf(String route, Snapshot snapshot) {
    if (route == null) {
      return null;
    }
    try (Stream<Path> all = Files.walk(snapshot.folder())) {
      return all.filter(p -> p.getFileName().toString().equals(route + ".camel.yaml")).findFirst()
          .map(p -> snapshot.folder().relativize(p).toString()).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
