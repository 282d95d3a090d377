package wadi.runtime;

import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;
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
import wadi.camel.meters.RouteMeters;
import wadi.camel.tracing.RouteTracer;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.broker.BrokerConnections;
import wadi.platform.http.ApiPages;
import wadi.platform.keys.Doorkeeper;

/** Builds generations: complete Camel applications on the parts of the platform. */
final class GenerationFactory {
  private final Platform platform;
  private final Ticks ticks;

  /** @param ticks in step with which routes that begin with a clock fire */
  GenerationFactory(Platform platform, Ticks ticks) {
    this.platform = platform;
    this.ticks = ticks;
  }

  /**
   * Builds a generation from these files. What is called answers; nothing else is consumed yet.
   *
   * @param number its number in the history
   * @throws InvalidFiles names file and fault
   */
  Generation build(long number, Generation.Files files) {
    Settings settings = files.settings();
    HttpEdge edge = new HttpEdge(platform.http().vertx(), platform.meters().http(), new Doorkeeper(settings, platform.keys(), platform.meters()));
    if (settings.flag("http.docs")) {
      ApiPages.mount(edge.router());
    }
    Main main = Blueprint.main();
    BrokerConnections broker = platform.brokers().connect(settings, "wadi-" + number);
    Generation generation = new Generation(number, files, main, new Generation.Edges(edge, broker));
    try {
      Blueprint.apply(main, files.snapshot(), settings, new Beans(new GenerationPorts(platform, broker), settings, files.snapshot().folder(), files.rules()));
      main.addOverrideProperty("camel.main.name", "wadi-" + number);
      main.addOverrideProperty("app.instance", platform.instance());
      bindHttp(main, edge, settings);
      main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, platform.meters()); // where micrometer: steps count
      main.addMainListener(new MainListenerSupport() {
        @Override
        public void beforeInitialize(BaseMainSupport starting) {
          CamelContext context = starting.getCamelContext();
          ((DefaultCamelContext) context).setManagementName("wadi-" + number);
          context.getExecutorServiceManager().setThreadNamePattern(generation.threads() + "thread ##counter# - #name#");
          Components.inside().forEach(context::addComponent);
          Components.outside(platform, broker, settings).forEach(context::addComponent);
          context.addRoutePolicyFactory(new RouteMeters(platform.meters()));
          context.addRoutePolicyFactory(new RoutePath());
          context.addRoutePolicyFactory(generation.failures());
          context.addRoutePolicyFactory(generation.traffic());
          context.addRoutePolicyFactory(ticks);
          platform.tracing().ifPresent(tracing -> new RouteTracer(tracing.tracer()).init(context));
        }
      });
      main.start();
      files.rules().join();
      List<Finding> seams = LoadedSeams.findings(main.getCamelContext());
      if (!seams.isEmpty()) {
        throw new InvalidFiles(seams);
      }
      edge.learnPaths(generation.routes(ConsumerKind.PASSIVE));
      main.getCamelContext().setAutoStartup(true);
      generation.start(ConsumerKind.PASSIVE);
      return generation;
    } catch (Exception | LinkageError e) {
      RuntimeException diagnosis = Diagnosis.of(e, files.snapshot());
      generation.close();
      throw diagnosis;
    }
  }

  /** platform-http finds the generation's own router in the registry, under the name of the business port. */
  private void bindHttp(Main main, HttpEdge edge, Settings settings) {
    VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
    server.setBindPort(platform.settings().port("http.port"));
    main.bind("platformHttpServerConfig", server);
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(server.getBindPort());
    BodyHandler bodies = BodyHandler.create(false).setBodyLimit(settings.size("http.body-limit"));
    main.bind(name, new VertxPlatformHttpRouter(null, platform.http().vertx(), edge.router(), name) {
      @Override
      public Route route(String path) {
        return super.route(path).handler((PlatformHandler) edge::guard);
      }

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
