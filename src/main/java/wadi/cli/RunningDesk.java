package wadi.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Keys of a Wadi that runs, over its operations API: they open at once. */
record RunningDesk(OperationsClient client) implements KeyDesk {
  @Override
  public String list() {
    return client.get("/ops/keys", Map.of()).text();
  }

  @Override
  public void create(String name, String hash, List<String> scopes, OptionalInt rate, boolean reuse) {
    Map<String, String> query = new TreeMap<>(Map.of("name", name, "hash", hash, "scope", String.join(",", scopes)));
    rate.ifPresent(number -> query.put("rate", Integer.toString(number)));
    if (reuse) {
      query.put("reuse", "true");
    }
    change("POST", "", query);
  }

  @Override
  public void rotate(String name, String hash, Duration overlap) {
    change("POST", "/" + StoppedDesk.usable(name) + "/rotate", Map.of("hash", hash, "overlap", Long.toString(overlap.toSeconds())));
  }

  @Override
  public void revoke(String name) {
    change("DELETE", "/" + StoppedDesk.usable(name), Map.of());
  }

  private void change(String method, String path, Map<String, String> query) {
    OperationsClient.good(client.ask(method, "/ops/keys" + path, query));
  }

  @Override
  public void close() {}
}
