package wadi.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.ToIntFunction;
import wadi.camel.fraud.RemoteCalls;
import wadi.camel.fraud.RemoteHttp;
import wadi.platform.Settings;
import wadi.platform.connect.Neighbours;

/** How the fraud check is done by the routes that run, and how it goes when another service is asked. */
final class ScreeningState {
  private final Switchboard switchboard;

  ScreeningState(Switchboard switchboard, MeterRegistry meters) {
    this.switchboard = switchboard;
    Gauge.builder("fraud_remote_circuit_open", () -> calls().filter(RemoteCalls::isOpen).isPresent() ? 1 : 0).register(meters);
    connections("used", RemoteHttp::used, meters);
    connections("idle", RemoteHttp::idle, meters);
  }

  private void connections(String state, ToIntFunction<RemoteHttp> number, MeterRegistry meters) {
    Gauge.builder("fraud_remote_connections", () -> switchboard.current().map(generation -> generation.context().hasComponent("fraud-http"))
        .map(http -> http instanceof RemoteHttp remote ? number.applyAsInt(remote) : 0).orElse(0)).tag("state", state).register(meters);
  }

  private Optional<RemoteCalls> calls() {
    return switchboard.current().map(generation -> generation.context().getRegistry().lookupByNameAndType("fraudCalls", RemoteCalls.class));
  }

  /** Mode, and of a service that is asked: its address, the circuit, and when it failed. Never more than degraded: a fallback decides meanwhile. */
  JsonObject health(Settings settings) {
    String mode = settings.text("fraud.mode");
    JsonObject health = new JsonObject().put("status", "UP").put("mode", mode);
    if (mode.equals("remote")) {
      health.put("address", Neighbours.bare(settings.text("fraud.remote.url"))).put("fallback", settings.text("fraud.remote.fallback"));
      calls().ifPresent(calls -> {
        health.put("status", calls.isClosed() ? "UP" : "DEGRADED").put("circuit", calls.state());
        calls.trouble().ifPresent(trouble -> {
          health.put("lastFailure", trouble.kind().word()).put("lastFailureAt", trouble.at().toString());
          trouble.since().ifPresent(since -> health.put("failingSince", since.toString()));
        });
      });
    }
    return health;
  }
}
