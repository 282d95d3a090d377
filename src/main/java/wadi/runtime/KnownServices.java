package wadi.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.support.PluginHelper;

/**
 * Finds classes and resources as Camel does, and remembers what Camel's service files say. Each context looks for hundreds
 * of them in all libraries, which is a fifth of what it takes to make one, and they never change while a process runs.
 */
final class KnownServices extends DefaultClassResolver {
  private static final String SERVICES = "META-INF/services/org/apache/camel/";
  private static final Map<String, Optional<byte[]>> FILES = new ConcurrentHashMap<>();

  /** Also where the context has already begun to look. */
  static void install(CamelContext context) {
    KnownServices services = new KnownServices();
    context.setClassResolver(services);
    ExtendedCamelContext inside = context.getCamelContextExtension();
    FactoryFinderResolver finders = PluginHelper.getFactoryFinderResolver(inside);
    inside.setBootstrapFactoryFinder(finders.resolveBootstrapFactoryFinder(services));
    inside.setDefaultFactoryFinder(finders.resolveDefaultFactoryFinder(services));
  }

  @Override
  public InputStream loadResourceAsStream(String uri) {
    return uri.startsWith(SERVICES) ? FILES.computeIfAbsent(uri, this::read).map(ByteArrayInputStream::new).orElse(null)
        : super.loadResourceAsStream(uri);
  }

  private Optional<byte[]> read(String uri) {
    try (InputStream file = super.loadResourceAsStream(uri)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
