package wadi.camel.sites;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.postgres.DueSites;

/**
 * {@code from: sites:due} hands out each site when a check of it is due: the body is a {@link wadi.domain.sites.Site}, and the variable {@code checkId}
 * says what the check is called. Each due check is handed out once over all processes.
 */
public final class SitesComponent extends DefaultComponent {
  private final Parts parts;

  /**
   * What the component needs.
   *
   * @param atOnce checks of this process on their way at the same time
   */
  public record Parts(DueSites sites, Clock clock, SiteDefaults defaults, int atOnce, MeterRegistry meters) {}

  public SitesComponent(Parts parts) {
    this.parts = parts;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String which, Map<String, Object> parameters) {
    return new SitesEndpoint(uri, this, parts);
  }
}
