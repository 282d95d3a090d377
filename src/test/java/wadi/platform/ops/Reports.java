package wadi.platform.ops;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;

/** What reloads may report. */
final class Reports {
  static final List<Fault> FAULTS = List.of(
      new Fault("routes/alerting/route-alert.camel.yaml", 12, "route-alert", "There is no component smpt", "write smtp."),
      new Fault("routes/alerting/route-alert.spec.yaml", 0, "route-alert", "wakes somebody up\nexpected direct:deliver-sms\ngot nothing",
          "Correct the route or its spec."),
      new Fault("", 0, "", "The property http.port has changed.", "It needs a restart."));
  private static final Difference DIFFERENCE = new Difference(List.of("send-whatsapp"), List.of("deliver-email", "route-alert"), List.of("deliver-fax"), 28,
      List.of("delivery.email.budget"), List.of("large-amount"), List.of("application.properties", "routes/fraud/rules.yaml"));

  private Reports() {}

  static ReloadReport live(long number) {
    return new ReloadReport(Outcome.LIVE, number, number, "bebd2fb41ce7", "Generation " + number + " is live.", DIFFERENCE, 31, 214, 1, false,
        took("snapshot", 12, "check", 230, "build", 420, "switch", 31), List.of());
  }

  static ReloadReport refused(long number) {
    return of(Outcome.REFUSED, number, FAULTS);
  }

  static ReloadReport refused(Fault... faults) {
    return of(Outcome.REFUSED, 13, List.of(faults));
  }

  static ReloadReport of(Outcome outcome, long number, List<Fault> faults) {
    Difference difference = new Difference(List.of(), List.of("route-alert"), List.of(), 30, List.of(), List.of(), List.of("routes/alerting/route-alert.camel.yaml"));
    return new ReloadReport(outcome, number, 12, "0c5f3ad9e1b2", "Refused: 3 errors. Generation 12 runs on.", difference, 31, 0, 0, false,
        took("snapshot", 12, "check", 230), faults);
  }

  static ReloadReport with(Difference difference, boolean specsSkipped) {
    return new ReloadReport(Outcome.LIVE, 14, 14, "", "Generation 14 is live.", difference, 31, 0, 0, specsSkipped, Map.of(), List.of());
  }

  private static Map<String, Duration> took(Object... phases) {
    Map<String, Duration> took = new LinkedHashMap<>();
    for (int i = 0; i < phases.length; i += 2) {
      took.put((String) phases[i], Duration.ofMillis((int) phases[i + 1]));
    }
    return took;
  }
}
