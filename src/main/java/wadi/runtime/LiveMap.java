package wadi.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import wadi.camel.RouteName;
import wadi.camel.meters.RouteTraffic.Way;
import wadi.domain.reload.FailureShare;
import wadi.platform.ops.RouteMap;
import wadi.runtime.spec.CaseResult;
import wadi.runtime.spec.SpecOutline;
import wadi.runtime.spec.SpecReport;

/** The map of the generation that runs. */
final class LiveMap implements RouteMap {
  private final Switchboard switchboard;
  private final SpecRuns specs;

  /** What a generation leads to changes with the generation alone. */
  private record Known(Generation generation, RouteLinks links) {}

  private volatile Known known;

  LiveMap(Switchboard switchboard, SpecRuns specs) {
    this.switchboard = switchboard;
    this.specs = specs;
  }

  @Override
  public Optional<Map<String, Object>> all() {
    return switchboard.current().map(this::all);
  }

  @Override
  public Optional<Map<String, Object>> one(String id) {
    return switchboard.current().flatMap(now -> now.context().getRoutes().stream().filter(route -> RouteName.of(route).equals(id)).findFirst()
        .map(route -> one(now, route, id)));
  }

  private RouteLinks links(Generation now) {
    Known last = known;
    if (last == null || last.generation() != now) {
      last = new Known(now, new RouteLinks((ModelCamelContext) now.context()));
      known = last;
    }
    return last.links();
  }

  private Map<String, Object> all(Generation now) {
    Map<String, FailureShare> shares = now.failures().shares();
    Map<String, Map<String, Object>> routes = new LinkedHashMap<>();
    now.context().getRoutes().forEach(route -> routes.computeIfAbsent(RouteName.of(route), name -> head(now, route, name, shares)));
    RouteLinks links = links(now);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("generation", now.number());
    map.put("hash", now.hash());
    map.put("at", Instant.now().toString());
    map.put("routes", routes.values());
    map.put("stops", links.stops());
    map.put("links", links(links.links(), now.traffic().ways(), links.stops().stream().map(Stop::id).collect(Collectors.toSet())));
    return map;
  }

  /** Each with what went over it. What comes from outside is known by the route it enters, what leaves by none. */
  private static List<Map<String, Object>> links(Set<RouteLinks.Link> declared, List<Way> ways, Set<String> stops) {
    Set<RouteLinks.Link> all = new LinkedHashSet<>(declared);
    ways.stream().filter(way -> !way.from().isEmpty() && declared.stream().noneMatch(link -> link.from().equals(way.from()) && link.to().equals(way.to())))
        .forEach(way -> all.add(new RouteLinks.Link(way.from(), way.to(), false)));
    List<Map<String, Object>> links = new ArrayList<>();
    for (RouteLinks.Link link : all) {
      String from = stops.contains(link.from()) ? "" : link.from();
      Optional<Way> taken = ways.stream().filter(way -> way.from().equals(from) && way.to().equals(link.to())).findFirst();
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("from", link.from());
      members.put("to", link.to());
      members.put("onFailure", link.onFailure());
      members.put("exchanges", stops.contains(link.to()) ? null : taken.map(Way::exchanges).orElse(0L));
      members.put("failures", stops.contains(link.to()) ? null : taken.map(Way::failures).orElse(0L));
      links.add(members);
    }
    return links;
  }

  private static Map<String, Object> head(Generation now, Route route, String name, Map<String, FailureShare> shares) {
    FailureShare share = shares.getOrDefault(name, FailureShare.NONE);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", name);
    members.put("group", RouteGroup.of(route));
    members.put("description", route.getDescription());
    members.put("file", file(now, name, ".camel.yaml").or(() -> file(now, name, ".kamelet.yaml")).orElse(null));
    members.put("here", now.runs(route));
    members.put("inFlight", now.context().getInflightRepository().size(route.getRouteId()));
    members.put("recent", share.exchanges());
    members.put("recentFailures", share.failures());
    return members;
  }

  private static Optional<String> file(Generation now, String name, String suffix) {
    return now.files().snapshot().digests().keySet().stream().filter(file -> file.endsWith("/" + name + suffix)).findFirst();
  }

  private Map<String, Object> one(Generation now, Route route, String name) {
    Map<String, Object> members = head(now, route, name, now.failures().shares());
    members.put("generation", now.number());
    members.put("from", Stop.of(route.getEndpoint().getEndpointUri()).map(Stop::label).orElse(null));
    members.put("source", members.get("file") == null ? null : text(now.files().snapshot(), (String) members.get("file")));
    members.put("spec", file(now, name, ".spec.yaml").map(file -> spec(now.files().snapshot(), file)).orElse(null));
    members.put("errors", now.failures().last(name).stream().map(failure -> Map.of("secondsAgo", failure.ago().toSeconds(), "reason", failure.reason())).toList());
    return members;
  }

  private static String text(Snapshot snapshot, String file) {
    try {
      return Files.readString(snapshot.folder().resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> spec(Snapshot snapshot, String file) {
    Stream<CaseResult> ran = specs.of(snapshot.hash()).map(SpecReport::cases).stream().flatMap(List::stream).filter(one -> one.file().equals(file));
    Map<Integer, CaseResult> results = ran.collect(Collectors.toMap(CaseResult::line, one -> one, (one, other) -> one));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", file);
    members.put("cases", SpecOutline.read(snapshot.folder(), file).cases().stream().map(one -> Map.of("line", one.line(), "it", one.it(),
        "outcome", !results.containsKey(one.line()) ? "not-run" : results.get(one.line()).passed() ? "passed" : "failed")).toList());
    return members;
  }
}
