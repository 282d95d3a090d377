package wadi.domain.sites;

import java.util.List;
import java.util.Optional;
import wadi.domain.alerting.Severity;

/** What can be wrong, of each track the mildest first. */
public enum Trouble {
  /** Up, but slower than expected. */
  DEGRADED(Track.AVAILABILITY, "degraded", "degraded", Severity.NORMAL),
  /** It answers, but not what is expected. */
  EXPECTATION(Track.AVAILABILITY, "expectation", "expectation-failed", Severity.HIGH),
  DOWN(Track.AVAILABILITY, "down", "down", Severity.CRITICAL),
  /** The certificate expires soon. */
  CERTIFICATE(Track.CERTIFICATE, "certificate", "certificate-soon", Severity.NORMAL),
  /** It expires within {@link Result#URGENT}. */
  CERTIFICATE_URGENT(Track.CERTIFICATE, "certificate", "certificate-soon", Severity.HIGH),
  /** All sites were down at once: it is our network rather than them. */
  PROBER(Track.PROBER, "prober", "prober-down", Severity.CRITICAL);

  private final Track track;
  private final String word;
  private final String event;
  private final Severity severity;

  Trouble(Track track, String word, String event, Severity severity) {
    this.track = track;
    this.word = word;
    this.event = event;
    this.severity = severity;
  }

  /** As it stands in the database. */
  public static Trouble of(String word, Severity severity) {
    return List.of(values()).stream().filter(trouble -> trouble.word.equals(word) && trouble.severity == severity).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no incident of kind \"%s\" and severity %s".formatted(word, severity.word())));
  }

  /** What an outcome is; nothing when it is a good one. */
  static Optional<Trouble> of(Outcome outcome) {
    return switch (outcome) {
      case UP -> Optional.empty();
      case DEGRADED -> Optional.of(DEGRADED);
      case FAILED -> Optional.of(EXPECTATION);
      case DOWN -> Optional.of(DOWN);
    };
  }

  public Track track() {
    return track;
  }

  /** The kind of its incident. */
  public String word() {
    return word;
  }

  /** What an alert about it calls it. */
  public String event() {
    return event;
  }

  public Severity severity() {
    return severity;
  }
}
