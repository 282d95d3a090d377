package wadi.runtime;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import wadi.camel.Beans;
import wadi.camel.Components;
import wadi.camel.RoutePath;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.camel.meters.RouteMeters;
import wadi.platform.Platform;
import wadi.platform.Settings;

/** Builds generations: complete Camel applications on the parts of the platform. */
public final class GenerationFactory {
  private final Platform platform;
  private final AtomicInteger built = new AtomicInteger();

  public GenerationFactory(Platform platform) {
    this.platform = platform;
  }

  /**
   * Builds the next generation from these files; nothing is consumed yet.
   *
   * @param rules the generation's rules, perhaps still being compiled
   * @throws InvalidFiles names file and fault
   */
  public Generation build(Snapshot snapshot, Settings settings, CompletableFuture<RuleBook> rules) {
    int number = built.incrementAndGet();
    HttpEdge edge = new HttpEdge(platform.http().vertx(), platform.meters().http());
    Main main = new Main();
    Generation generation = new Generation(number, snapshot, main, edge);
    FileCheck files = FileCheck.begin(snapshot, platform.directory("generations"), rules);
    try {
      Beans beans = new Beans(platform, settings, snapshot.folder(), rules);
      Blueprint.apply(main, snapshot, settings, beans);
      bindHttp(main, edge, settings);
      main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, platform.meters()); // where micrometer: steps count
      main.addMainListener(new MainListenerSupport() {
        @Override
        public void beforeInitialize(BaseMainSupport starting) {
          CamelContext context = starting.getCamelContext();
          ((DefaultCamelContext) context).setManagementName("wadi-" + number);
          Components.inside().forEach(context::addComponent);
          Components.outside(platform, settings).forEach(context::addComponent);
          context.addRoutePolicyFactory(new RouteMeters(platform.meters()));
          context.addRoutePolicyFactory(new RoutePath());
        }
      });
      main.start();
      rules.join();
      files.refuseErrors();
      List<Finding> seams = LoadedSeams.findings(main.getCamelContext());
      if (!seams.isEmpty()) {
        throw new InvalidFiles(seams);
      }
      edge.learnPaths(main.getCamelContext());
      platform.meters().expect(ExpectedLabels.of(main.getCamelContext(), rules.join()));
      main.getCamelContext().setAutoStartup(true);
      return generation;
    } catch (Exception | LinkageError e) {
      RuntimeException diagnosis = files.errorsOr(() -> Diagnosis.of(e, snapshot));
      generation.stop();
      throw diagnosis;
    }
  }

  /** platform-http finds the generation's own router in the registry, under the name of the business port. */
  private void bindHttp(Main main, HttpEdge edge, Settings settings) {
    VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
    server.setBindPort(settings.port("http.port"));
    main.bind("platformHttpServerConfig", server);
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(server.getBindPort());
    BodyHandler bodies = BodyHandler.create(false).setBodyLimit(settings.size("http.body-limit"));
    main.bind(name, new VertxPlatformHttpRouter(null, platform.http().vertx(), edge.router(), name) {
      @Override
      public Handler<RoutingContext> bodyHandler() {
        return request -> {
          request.request().resume();
          bodies.handle(request);
        };
      }
    });
  }
}
