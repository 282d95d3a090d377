package wadi.camel.delivery;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.errors.Correlation;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.Pace;
import wadi.domain.delivery.SendFailure;

/** A line for each message that is parked; what every message meets is said once a minute, not for each of them. */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  private final String channel;
  private final Clock clock;
  private final Map<SendFailure.Kind, Pace> paces = new EnumMap<>(SendFailure.Kind.class);

  FailureLog(String channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
    for (SendFailure.Kind kind : SendFailure.Kind.values()) {
      paces.put(kind, new Pace());
    }
  }

  void tell(Delivery delivery, SendFailure failure, Outcome outcome) {
    try (Correlation about = Correlation.of(delivery)) {
      log(delivery, failure, outcome);
    }
  }

  private void log(Delivery delivery, SendFailure failure, Outcome outcome) {
    if (outcome instanceof Outcome.Parked parked) {
      LOG.warn("release-{}: delivery {} is parked: {}", channel, delivery.id(), parked.reason());
      return;
    }
    paces.get(failure.kind()).count(clock.instant()).ifPresent(failed -> LOG.warn(
        "release-{}: {} (delivery {}, which is tried again; failures of this kind since this was last said: {})", channel, failure.inWords(), delivery.id(), failed));
  }
}
