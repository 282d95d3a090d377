package wadi.platform.ops;

import java.util.Map;
import java.util.Optional;

/** The routes that run, and what goes between them, docs/ops-api.md. */
public interface RouteMap {

  /** All of them as JSON's types; empty while there are none. */
  Optional<Map<String, Object>> all();

  /** One of them as JSON's types, with its source; empty when there is none of this id. */
  Optional<Map<String, Object>> one(String id);
}
