package wadi.platform.meters;

import static wadi.platform.meters.MeterLabel.listed;
import static wadi.platform.meters.MeterLabel.open;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.domain.reload.Outcome;

/**
 * Every meter of ours. What stands here exists from the start, so that the first event already shows in a rate, and
 * stands in docs/metrics.md.
 */
public final class MeterList {
  static final String ROUTES = "routes";
  private static final String DELIVERIES = "delivery table";
  private static final String BACKLOG = "backlog reader";
  private static final String VELOCITY = "velocity windows";
  private static final String CIRCUIT = "circuit of the remote fraud check";
  private static final String HTTP = "HTTP server";
  private static final String FORECAST = "forecast watch";
  private static final String BROKERS = "broker watch";
  private static final String SITES = "sites that are due";
  private static final String RELOADS = "reloads";
  private static final String PROBED = "last checks of sites";
  private static final String PRESENCE = "list of processes";

  // Their values come with the routes: Meters.expect.
  private static final MeterLabel CHANNEL = open("channel", "the channels that have a `from: delivery:<channel>`");
  private static final MeterLabel PROVIDER = open("provider", "the providers of the channel");
  private static final MeterLabel WINDOW = listed("window", "seconds", "minutes", "hours", "days", "months");
  private static final MeterLabel TOPIC = open("topic", "the topics that have a `from: outbox:<topic>`");
  private static final MeterLabel SOURCE = open("source", "the routes whose messages are parked");
  // What the query shows is bounded, and what is gone is forgotten.
  private static final MeterLabel SITE = new MeterLabel("site", List.of(), "the sites that this process checked last, 5,000 at most", Integer.MAX_VALUE);
  private static final MeterLabel URL = new MeterLabel("url", List.of(), "their URLs without what follows a question mark", Integer.MAX_VALUE);
  private static final MeterLabel REASON = open("reason",
      "the reasons in `routes/fraud/rules.yaml`, and `RULE_ERROR`, `VELOCITY_UNAVAILABLE`, `SAMPLE`, `REMOTE` and `SCREENING_UNAVAILABLE`; those a service makes up up to a hundred, then `OTHER`");
  private static final String[] DECISIONS = {"clean", "review", "held"};
  private static final MeterLabel DECISION = listed("decision", DECISIONS);
  private static final MeterLabel SEVERITY = listed("severity", "low", "normal", "high", "critical");
  private static final MeterLabel STATUS = listed("status", "waiting", "delayed", "leased", "submitted", "parked");

  private static final List<BusinessMeter> METERS = List.of(
      counter("intake_transactions_total", "transactions", ROUTES, "Transactions by the way they came and what became of them",
          open("transport", "the last word of each route `receive-transaction-<transport>`"),
          listed("outcome", "settled", "held", "not_settled", "repeated", "refused_malformed", "refused_incomplete", "refused_conflict",
              "refused_unavailable", "refused_error")),
      timer("fraud_check_seconds", ROUTES, "How long the fraud check of a transaction took",
          millis(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)),
      counter("fraud_verdicts_total", "verdicts", ROUTES, "Verdicts of fraud checks", DECISION),
      counter("fraud_reasons_total", "reasons", ROUTES, "Reasons of verdicts, with what was decided; one verdict may have several", REASON, DECISION),
      counter("fraud_shadow_reasons_total", "reasons", ROUTES,
          "Reasons of rules that only watch (`shadow: true`), with what was decided without them", REASON, DECISION),
      counter("fraud_shadow_verdicts_total", "verdicts", ROUTES,
          "Verdicts on transactions that rules that only watch matched: what was decided, and what would be if these rules counted. "
              + "Only where our own rules judged: with `fraud.mode=remote` the service counts its own",
          DECISION, listed("would", DECISIONS)),
      counter("fraud_fallbacks_total", "checks", ROUTES, "Fraud checks that the service of `fraud.mode=remote` could not answer, by `fraud.remote.fallback`",
          listed("policy", "rules", "hold", "pass")),
      counter("fraud_remote_calls_total", "checks", CIRCUIT, "Calls to the service of `fraud.mode=remote`, by how they ended; docs/architectures.md says what each means",
          listed("outcome", "answered", "timeout", "refused", "reset", "status", "garbage", "not_asked")),
      timer("fraud_remote_seconds", CIRCUIT, "How long these calls took, answered or not; never much more than `fraud.remote.timeout`",
          millis(1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000)),
      gauge("fraud_remote_circuit_open", "yes (1) or no (0)", CIRCUIT, "Whether the service of `fraud.mode=remote` is not asked because it did not answer"),
      gauge("fraud_remote_connections", "connections", CIRCUIT, "Connections to it, of which there are at most `fraud.remote.connections`", listed("state", "used", "idle")),
      gauge("fraud_velocity_keys", "keys", VELOCITY, "Cards, customers and so on that the windows of fraud rules remember in memory",
          listed("key", "card", "customer", "email", "ip", "bin", "country")),
      counter("fraud_velocity_forgotten_total", "keys", VELOCITY,
          "Keys forgotten while a window still counted them, because there were more than `fraud.velocity.max-keys`, or too many different values"),
      counter("fraud_velocity_rebuilt_transactions_total", "transactions", VELOCITY, "Transactions of the journal that windows in memory counted after a start"),
      gauge("fraud_velocity_up", "yes (1) or no (0)", VELOCITY, "Whether the windows of fraud rules can be reached; those in memory always can"),
      counter("fraud_velocity_unavailable_total", "checks", VELOCITY,
          "Checks made without windows, because Redis could not be reached: `fraud.velocity.when-unavailable`"),
      gauge("fraud_velocity_since_seconds", "seconds since 1970", VELOCITY, "When a window of the fraud rules began to count; it began empty",
          open("window", "the names of `windows` in `routes/fraud/rules.yaml`"), open("length", "their lengths, such as PT10M")),
      counter("alerting_raised_total", "alerts", ROUTES, "Alerts raised", SEVERITY),
      counter("alerting_folded_total", "alerts", ROUTES,
          "Alerts not sent by themselves because one about the same card had just been sent: `alerting.repeat-after`. The next message tells of them", SEVERITY),
      counter("alerting_silenced_total", "alerts", ROUTES, "Alerts that nobody was told of, because a silence was on for such ones: `./wadi silence list`", SEVERITY),
      counter("alerting_routed_total", "alerts", ROUTES, "Alerts handed to a channel; one alert may go over several", CHANNEL, SEVERITY),
      counter("delivery_outcomes_total", "attempts", ROUTES, "Attempts to deliver, by how they ended, counted once that is written down",
          CHANNEL, listed("outcome", "delivered", "submitted", "retry", "parked")),
      counter("delivery_repeated_total", "deliveries", ROUTES + " and the " + DELIVERIES,
          "Deliveries sent again although they may have gone out: the provider did not answer, or the sending process died", CHANNEL),
      counter("delivery_expired_total", "deliveries", DELIVERIES,
          "Deliveries given up because they could not leave before they expired", CHANNEL),
      counter("delivery_receipts_total", "deliveries", DELIVERIES,
          "Deliveries that were submitted and ended: by the provider's receipt, or `missing` when none came within `delivery.receipt-within`",
          CHANNEL, listed("outcome", "delivered", "parked", "expired", "missing")),
      counter("sites_checks_total", "checks", ROUTES, "Checks of sites that were made and written down", listed("outcome", "up", "degraded", "failed", "down")),
      timer("sites_lateness_seconds", SITES, "How long after it was due each check of a site began",
          millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)),
      counter("sites_leases_lost_total", "checks", SITES,
          "Checks that were thrown away, because they took so long that another process checked the site again, or because the site was removed"),
      gauge("delivery_backlog", "deliveries", BACKLOG, "Deliveries that are not finished; parked ones need a person", CHANNEL, STATUS),
      gauge("delivery_oldest_age_seconds", "seconds", BACKLOG, "Age of the oldest of them since it was promised, 0 when there is none",
          CHANNEL, STATUS),
      gauge("delivery_budget_limit", "messages", FORECAST, "What a provider's budget allows in each of its windows; no series where it is unlimited", CHANNEL, PROVIDER, WINDOW),
      gauge("delivery_budget_used", "messages", FORECAST, "What is used of the window that is open now; the same from each process", CHANNEL, PROVIDER, WINDOW),
      gauge("delivery_provider_up", "yes (1) or no (0)", FORECAST,
          "Whether this process gives a provider messages; no: it is out, the circuit is open. No series where the process does not send", CHANNEL, PROVIDER),
      gauge("delivery_forecast_late", "deliveries", FORECAST,
          "Deliveries that wait and will expire before they leave, or not leave today; the same from each process", CHANNEL),
      gauge("delivery_forecast_seconds", "seconds", FORECAST,
          "Until what waits has used up the day (or month) of all providers of a channel; +Inf when it does not", CHANNEL),
      gauge("outbox_backlog", "messages", BACKLOG, "Messages written and not yet published to the broker", TOPIC),
      gauge("outbox_oldest_age_seconds", "seconds", BACKLOG, "Age of the oldest of them, 0 when there is none", TOPIC),
      counter("errors_parked_total", "messages", ROUTES,
          "Messages parked because nothing could be done with them, by the route they came in by", SOURCE),
      gauge("errors_dead_letters", "messages", BACKLOG, "Parked messages that wait for a person", SOURCE),
      gauge("backlog_scrape_up", "yes (1) or no (0)", BACKLOG,
          "Whether the backlog could be read the last time; while 0, its gauges keep their last value and ages go on"),
      timer("http_server_requests_seconds", HTTP, "Time from a request to the end of its response, on the port for transactions",
          millis(1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000),
          open("route", "the paths of routes, and `unknown`"), open("method", "`GET`, `POST` and so on, and `other`"),
          open("status", "the HTTP status code; 499: the client hung up before the answer")),
      counter("http_refused_total", "requests", HTTP, "Requests refused because of their API key, or because they have none, by why (docs/keys.md)",
          listed("reason", "no_key", "wrong_key", "keyless", "other_scope", "too_many")),
      gauge("broker_up", "yes (1) or no (0)", BROKERS, "Whether a broker in use can be reached", listed("broker", "artemis", "rabbitmq", "kafka")),
      gauge("runtime_generation", "number", RELOADS, "The number of the generation of routes that runs, as in the history of generations"),
      gauge("runtime_config_info", "1", RELOADS, "The files that run; the series of those before them are gone",
          new MeterLabel("hash", List.of(), "the content hash of the files, as in the history of generations", Integer.MAX_VALUE)),
      gauge("runtime_generations_distinct", "sets of files", PRESENCE,
          "Different files that run on the processes of this database that are up, as their hashes tell; the same from each, and 1 unless files differ"),
      counter("runtime_reloads_total", "reloads", RELOADS,
          "Reloads by how they ended; the start of the process is none. `rolled-back`: a generation that was live, failed more than the one before it, "
              + "and was replaced by it", listed("outcome", Stream.of(Outcome.values()).map(Outcome::word).toArray(String[]::new))),
      gauge("runtime_last_reload_successful", "yes (1) or no (0)", RELOADS,
          "Whether the files of the last reload run; 0 until the next good one when they were refused, failed, or were switched back"),
      gauge("runtime_last_reload_success_timestamp_seconds", "seconds since 1970", RELOADS, "When a reload ended well the last time, or the process started"),
      timer("runtime_reload_seconds", RELOADS, "How long each phase of a reload took; `drain` is after the new generation is live",
          millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000), listed("phase", "snapshot", "check", "build", "agree", "switch", "drain")),
      gauge("probe_success", "yes (1) or no (0)", PROBED, "Whether a site was up at its last check; a slow one is (name of blackbox_exporter)", SITE, URL),
      gauge("probe_duration_seconds", "seconds", PROBED, "How long this check took in all (name of blackbox_exporter)", SITE, URL),
      gauge("probe_http_duration_seconds", "seconds", PROBED, "The same by phase, over all redirects together (name of blackbox_exporter)", SITE, URL,
          listed("phase", "resolve", "connect", "tls", "processing", "transfer")),
      gauge("probe_dns_lookup_time_seconds", "seconds", PROBED, "Phase `resolve` again (name of blackbox_exporter)", SITE, URL),
      gauge("probe_http_status_code", "status", PROBED, "What the site answered, 0 when it did not (name of blackbox_exporter)", SITE, URL),
      gauge("probe_http_ssl", "yes (1) or no (0)", PROBED, "Whether the site's URL begins with https:// (name of blackbox_exporter)", SITE, URL),
      gauge("probe_ssl_earliest_cert_expiry", "seconds since 1970", PROBED,
          "When the first certificate of the site's chain expires; no series where none was seen (name of blackbox_exporter)", SITE, URL),
      gauge("probe_failed_due_to_regex", "yes (1) or no (0)", PROBED, "Whether the site's regular expression was not found in its body (name of blackbox_exporter)", SITE, URL),
      counter("mails_sent_total", "mails", ROUTES, "Mails the server took (name of the original mail service)"),
      counter("mails_fails_total", "attempts", ROUTES, "Attempts to send a mail that failed (name of the original mail service)"),
      counter("payload_template_total", "mails", ROUTES, "Mails taken for sending for the first time, by template: an alert, or the number of a mail request's (name of the original mail service)",
          listed("template", "fraud", "7", "9", "10", "11", "16")),
      counter("payload_priority_total", "mails", ROUTES, "Mails taken for sending for the first time, by urgency 0 to 255 (name of the original mail service)",
          new MeterLabel("priority", List.of("50", "100", "150", "200"), "others when they are first used", 252)));

  private static final Map<String, BusinessMeter> BY_NAME =
      METERS.stream().collect(Collectors.toUnmodifiableMap(BusinessMeter::name, Function.identity()));

  private MeterList() {}

  /** In the order of the docs. */
  public static List<BusinessMeter> all() {
    return METERS;
  }

  /** The meter of this name, or null when it is none of ours. */
  static BusinessMeter find(String name) {
    return BY_NAME.get(name);
  }

  private static BusinessMeter counter(String name, String unit, String counted, String description, MeterLabel... labels) {
    return new BusinessMeter(name, Meter.Type.COUNTER, unit, description, List.of(labels), List.of(), counted);
  }

  private static BusinessMeter gauge(String name, String unit, String counted, String description, MeterLabel... labels) {
    return new BusinessMeter(name, Meter.Type.GAUGE, unit, description, List.of(labels), List.of(), counted);
  }

  private static BusinessMeter timer(String name, String counted, String description, List<Duration> buckets, MeterLabel... labels) {
    return new BusinessMeter(name, Meter.Type.TIMER, "seconds", description, List.of(labels), buckets, counted);
  }

  private static List<Duration> millis(double... bounds) {
    return Arrays.stream(bounds).mapToObj(ms -> Duration.ofNanos(Math.round(ms * 1_000_000))).toList();
  }
}
