package wadi.platform.broker;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerAddressPlugin;

/**
 * Refuses subscriptions to our queues. One of them would make the queue's address a topic as well, and from then on what MQTT
 * producers publish there would be confirmed and go to the subscribers alone.
 */
final class QueuesStayQueues implements ActiveMQServerAddressPlugin {
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  void add(String queue) {
    names.add(queue);
  }

  @Override
  public void beforeUpdateAddress(SimpleString address, EnumSet<RoutingType> types) throws ActiveMQException {
    if (types.contains(RoutingType.MULTICAST) && names.contains(address.toString())) {
      throw new ActiveMQException(address + " is a queue: nobody can subscribe to it");
    }
  }
}
