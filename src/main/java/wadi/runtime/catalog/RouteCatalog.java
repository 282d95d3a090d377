package wadi.runtime.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.alerting.Recipients;
import wadi.camel.delivery.Channel;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.camel.sites.SiteRules;
import wadi.camel.sites.SitesFile;
import wadi.platform.Beside;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * Checks everything that can be told of the files without running them: no database, no broker, no network. All routes
 * are looked at, whatever their precondition says, and everything is said at once.
 */
public final class RouteCatalog {
  private static final String RULES = "routes/fraud/rules.yaml";
  private static final String RECIPIENTS = "routes/alerting/recipients.yaml";

  private RouteCatalog() {}

  /** Checks the files in a folder, its rules included. */
  public static Report check(Path folder) {
    return check(folder, Beside.run("compile-rules", () -> RuleBook.load(folder.resolve(RULES))));
  }

  /**
   * Checks the files in a folder.
   *
   * @param rules the folder's rules, perhaps still being compiled
   */
  public static Report check(Path folder, CompletableFuture<RuleBook> rules) {
    Knowledge known = Knowledge.ofThisProcess();
    synchronized (known) { // Camel's catalogue remembers what it has read, and is made for one thread
      return check(folder, rules, known);
    }
  }

  /** What is wrong with the templates of a folder, without a look at anything else. */
  public static List<Finding> wording(Path folder) {
    FileSet files = FileSet.read(folder);
    WordingChecks.check(files);
    return files.found().stream().filter(finding -> finding.file().startsWith("templates/")).toList();
  }

  static Report check(Path folder, CompletableFuture<RuleBook> rules, Knowledge known) {
    FileSet files = FileSet.read(folder);
    CamelKnowledge camel = known.camel();
    EndpointChecks.check(files, camel);
    TemplateChecks.check(files, camel);
    ExpressionChecks.check(files, camel);
    DataFormatChecks.check(files, camel);
    BeanChecks.check(files);
    PropertyChecks.check(files, known.code());
    files.properties().forEach(file -> CamelPropertyChecks.check(file, camel));
    List<RouteDefinition> inJava = RoutesInJava.of(files);
    IdChecks.check(files, inJava);
    SeamChecks.check(files, inJava);
    HttpPathChecks.check(files);
    SecretChecks.check(files, camel);
    FileChecks.check(files);
    NamedFileChecks.check(files, camel);
    WordingChecks.check(files);
    RouteStyle.check(files);
    LeavingChecks.check(files, camel);
    files.routes().forEach(file -> SchemaChecks.check(known.schema().join(), file));
    List<Finding> findings = new ArrayList<>(files.found());
    FileChecks.missing(files, RULES, Check.RULES).ifPresentOrElse(findings::add, () -> findings.addAll(thrown(folder, rules::join)));
    FileChecks.missing(files, RECIPIENTS, Check.RECIPIENTS).ifPresentOrElse(findings::add, () -> findings.addAll(recipients(folder)));
    findings.addAll(sites(folder));
    findings.removeIf(f -> f.check() != Check.READABLE && files.isUnreadable(f.file()));
    findings.sort(Finding.BY_PLACE);
    return new Report(files.routes().stream().mapToInt(RouteFile::count).sum(), List.copyOf(findings));
  }

  /** The channels are those that have a provider; when there are none, something is wrong with the properties, which is said there. */
  private static List<Finding> recipients(Path folder) {
    Set<String> channels = channels(folder);
    return channels.isEmpty() ? List.of() : thrown(folder, () -> Recipients.load(folder.resolve(RECIPIENTS), channels, letter -> { }, site -> Optional.empty()));
  }

  /** Whether sites inside may be watched is for whoever runs Wadi to say; a start asks that too. */
  private static List<Finding> sites(Path folder) {
    try {
      SiteRules rules = SiteRules.of(Settings.load(folder, name -> null));
      return thrown(folder, () -> SitesFile.load(folder, new SiteRules(rules.usual(), true, rules.channels())));
    } catch (StartupException e) {
      return List.of(); // said of the properties
    }
  }

  private static Set<String> channels(Path folder) {
    try {
      return Channel.all(Settings.load(folder, name -> null)).stream().map(Channel::name).collect(Collectors.toSet());
    } catch (StartupException e) {
      return Set.of();
    }
  }

  private static List<Finding> thrown(Path folder, Runnable load) {
    try {
      load.run();
      return List.of();
    } catch (InvalidFiles e) {
      return e.findings().stream().map(f -> f.in(folder)).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof InvalidFiles invalid) {
        return invalid.findings().stream().map(f -> f.in(folder)).toList();
      }
      throw e;
    }
  }
}
