package wadi.platform.webhooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** One gate for each host and port; those that know nothing worth remembering make room for others. */
final class HostGates {
  private static final int MOST = 10_000;

  private final Map<String, HostGate> gates = new LinkedHashMap<>();
  private final LongSupplier nanos;

  HostGates(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized HostGate of(String host, int port) {
    if (gates.size() >= MOST) {
      gates.values().removeIf(HostGate::isForgettable);
    }
    if (gates.size() >= MOST) {
      gates.remove(gates.keySet().iterator().next()); // the oldest of very many dead ones
    }
    return gates.computeIfAbsent(host + " " + port, key -> new HostGate(nanos));
  }
}
