package wadi.camel.broker;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.DefaultMessageConverter;
import org.apache.camel.component.springrabbit.DefaultMessagePropertiesConverter;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.util.PropertiesHelper;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import wadi.platform.broker.RabbitConfirms;
import wadi.platform.broker.RabbitConnection;

/**
 * Camel's {@code spring-rabbitmq}, made safe: what is taken is acknowledged when its route has ended well and goes back otherwise,
 * and what is published must be confirmed and must reach a queue. Names are declared with the connection, not by endpoints.
 */
public final class RabbitComponent extends SpringRabbitMQComponent {
  private final RabbitConfirms confirms;

  /**
   * @param prefetch messages a consumer holds without having acknowledged them
   * @param headers those let in and out; RabbitMQ's endpoints cannot have filters of their own
   */
  public RabbitComponent(RabbitConnection rabbit, int prefetch, HeaderFilterStrategy headers) {
    this.confirms = rabbit.confirms();
    setConnectionFactory(rabbit.connections());
    setListenerContainerFactory(new RabbitContainers());
    setPrefetchCount(prefetch);
    setAutoDeclare(false);
    setMessageListenerContainerType(SpringRabbitMQConstants.SIMPLE_MESSAGE_LISTENER_CONTAINER);
    setHeaderFilterStrategy(headers);
    DefaultMessagePropertiesConverter properties = new DefaultMessagePropertiesConverter();
    properties.setHeaderFilterStrategy(headers);
    setMessagePropertiesConverter(properties);
  }

  /** As Camel's, but for the endpoint's class: a component has no other way to say how its endpoints publish. */
  @Override
  protected Endpoint createEndpoint(String uri, String exchange, Map<String, Object> parameters) throws Exception {
    SpringRabbitMQEndpoint endpoint = new ConfirmedEndpoint(uri, exchange);
    endpoint.setConnectionFactory(getConnectionFactory());
    endpoint.setMessageConverter(new AsBytes());
    endpoint.setMessagePropertiesConverter(getMessagePropertiesConverter());
    endpoint.setMessageListenerContainerType(getMessageListenerContainerType());
    endpoint.setPrefetchCount(getPrefetchCount());
    endpoint.setAutoDeclare(isAutoDeclare());
    endpoint.setConfirm("disabled"); // awaited for all messages of a batch together
    endpoint.setDisableReplyTo(true);
    endpoint.setArgs(PropertiesHelper.extractProperties(parameters, "arg."));
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** A producer's content type or encoding may be anything; what it means is for the route to find out. */
  private final class AsBytes extends DefaultMessageConverter {
    AsBytes() {
      super(getCamelContext());
    }

    @Override
    public Object fromMessage(Message message) {
      return message.getBody();
    }
  }

  private final class ConfirmedEndpoint extends SpringRabbitMQEndpoint {
    ConfirmedEndpoint(String uri, String exchange) {
      super(uri, RabbitComponent.this, exchange);
    }

    @Override
    public RabbitTemplate createInOnlyTemplate() {
      return new RabbitTemplate(getConnectionFactory()) {
        @Override
        public void send(String exchange, String routingKey, Message message) {
          confirms.publish(exchange, routingKey == null ? "" : routingKey, message);
        }
      };
    }
  }
}
