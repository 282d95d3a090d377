package wadi.platform.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Faults;
import wadi.platform.http.Problem;
import wadi.platform.ops.Resources.Answer;
import wadi.platform.postgres.AuditTable;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.GenerationQueries;
import wadi.platform.postgres.ProcessQueries;

/** Lets files go live, and shows which did, which did not, and where. */
final class GenerationResources {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationResources.class);
  private static final List<String> OUTCOMES = Stream.concat(Stream.of("began"),
      Stream.of(Outcome.LIVE, Outcome.REFUSED, Outcome.FAILED, Outcome.ROLLED_BACK, Outcome.INTERRUPTED).map(Outcome::word)).toList();

  private final GenerationQueries generations;
  private final ProcessQueries processes;
  private final AuditTable audit;
  private final Reloads reloads;

  GenerationResources(Database database, Reloads reloads) {
    this.generations = new GenerationQueries(database);
    this.processes = new ProcessQueries(database);
    this.audit = new AuditTable(database);
    this.reloads = reloads;
  }

  void mount(Resources resources) {
    resources.answer(HttpMethod.POST, "/ops/reload", this::reload)
        .on(HttpMethod.GET, "/ops/processes", this::processes)
        .on(HttpMethod.GET, "/ops/generations", this::list)
        .on(HttpMethod.GET, "/ops/generations/:id", this::one);
  }

  private Answer reload(RoutingContext request) {
    Parameters query = new Parameters(request, "to", "skip-specs", "all", "reason");
    Optional<Long> to = Optional.ofNullable(query.id("to"));
    boolean skipSpecs = "true".equals(query.choice("skip-specs", List.of("true", "false")));
    if (skipSpecs && query.text("reason") == null) {
      throw Refusal.badRequest("reason is missing: say why these files may go live without their specs.");
    }
    boolean all = "true".equals(query.choice("all", List.of("true", "false")));
    Actor actor = query.actor();
    ReloadReport report = reloads.reload(new Reloads.Wanted(all ? Way.FLEET : to.isPresent() ? Way.BACK : Way.RELOAD, to, skipSpecs, actor));
    write(actor, to, report);
    int status = ReloadView.status(report.outcome());
    return query.prefersText() ? new Answer(status, "text/plain; charset=utf-8", ReloadView.text(report))
        : status == 200 ? new Answer(status, Resources.JSON, ReloadView.json(report)) : new Answer(status, Problem.CONTENT_TYPE, ReloadView.problem(report));
  }

  /** After the change, which is no matter of this database alone; who made it stands in the history in any case. */
  private void write(Actor actor, Optional<Long> to, ReloadReport report) {
    long number = report.generation() == 0 ? to.orElse(report.running()) : report.generation();
    boolean good = ReloadView.status(report.outcome()) == 200;
    try {
      audit.write(actor, "reload", "generation/" + number, report.outcome().word() + (good ? "" : ": " + report.detail()));
    } catch (RuntimeException e) {
      LOG.warn("the reload of generation {} by {} is not in the audit: {}", number, actor.who(), Faults.nameOf(e));
    }
  }

  private String processes(RoutingContext request) {
    new Parameters(request);
    return processes.all();
  }

  private String list(RoutingContext request) {
    Parameters query = new Parameters(request, "outcome", "limit", "cursor");
    return JsonText.page("generations", generations.list(query.choice("outcome", OUTCOMES), query.before(), query.limit()));
  }

  private String one(RoutingContext request) {
    new Parameters(request);
    return JsonText.found(generations.one(Parameters.pathId(request)),
        "There is no generation of this number; perhaps it is older than retention.generations.");
  }
}
