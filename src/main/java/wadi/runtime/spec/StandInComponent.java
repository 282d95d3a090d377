package wadi.runtime.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.DefaultComponent;

/** Takes the place of a component that leads to a neighbour: what is sent to it is recorded, what it consumes is fed. */
final class StandInComponent extends DefaultComponent {
  private final Recorder recorder;
  private final boolean observed;

  /** @param observed it changes nothing outside, so that specs need not list it */
  StandInComponent(Recorder recorder, boolean observed) {
    this.recorder = recorder;
    this.observed = observed;
  }

  /** Takes any options: whether they are right is found where the real component reads them. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Map<String, Object> options = new LinkedHashMap<>(parameters);
    parameters.clear();
    return new StandInEndpoint(uri, this, options, recorder, observed);
  }

  @Override
  protected void validateURI(String uri, String path, Map<String, Object> parameters) {
    // any is right
  }

  /** Otherwise Camel would set this one up with the configurer of the one it stands for. */
  @Override
  public boolean isAutowiredEnabled() {
    return false;
  }

  @Override
  public PropertyConfigurer getComponentPropertyConfigurer() {
    return null;
  }

  @Override
  public PropertyConfigurer getEndpointPropertyConfigurer() {
    return null;
  }
}
