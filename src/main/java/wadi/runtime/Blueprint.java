package wadi.runtime;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import wadi.camel.Beans;
import wadi.camel.JavaRoutes;
import wadi.platform.Settings;

/** How Camel is set up for a snapshot of the files: the same for a generation and for the twin its specs run in. */
public final class Blueprint {
  private static final Map<String, String> ALWAYS = Map.of(
      "camel.main.autoStartup", "false",
      "camel.main.autoConfigurationFailFast", "true",
      "camel.main.jmxEnabled", "false",
      "camel.main.shutdownTimeout", "30",
      "camel.main.sourceLocationEnabled", "true",
      "camel.main.startupSummaryLevel", "Off",
      "camel.main.streamCachingEnabled", "false",
      "camel.component.kamelet.block", "false", // nothing to wait for: what it leads to is there, or missing
      "camel.rest.inlineRoutes", "false"); // a seam stays a seam, also for other callers and for specs

  private Blueprint() {}

  /** A Camel application without anything in it, which finds its services quickly. */
  public static Main main() {
    return new Main() {
      @Override
      protected CamelContext createCamelContext() {
        CamelContext context = super.createCamelContext();
        KnownServices.install(context);
        return context;
      }
    };
  }

  /**
   * Makes {@code main} the Camel application of these files. Once started, nothing in it consumes by itself; where its
   * components lead is for the caller to add.
   *
   * @throws IOException a file that a bean reads cannot be read
   */
  public static void apply(Main main, Snapshot snapshot, Settings settings, Beans beans) throws IOException {
    main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // no JVM hook for each generation
    String folder = "file:" + snapshot.folder() + "/";
    String profile = settings.profile().map(name -> folder + "application-" + name + ".properties,").orElse("");
    main.setDefaultPropertyPlaceholderLocation(profile + folder + "application.properties");
    main.addOverrideProperty("app.dir", snapshot.folder().toString());
    main.addOverrideProperty("camel.main.routesIncludePattern", folder + "routes/**/*.camel.yaml");
    main.addOverrideProperty("camel.component.kamelet.location", folder + "kamelets");
    settings.aliased().forEach(main::addOverrideProperty); // our own variables still count more, with Camel too
    ALWAYS.forEach(main::addOverrideProperty);
    beans.beans().forEach(main::bind);
    JavaRoutes.all(settings).forEach(main.configure()::addRoutesBuilder);
  }
}
