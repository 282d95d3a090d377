package wadi.camel.broker;

import org.apache.camel.component.springrabbit.CamelSimpleMessageListenerContainer;
import org.apache.camel.component.springrabbit.ListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Consumers that give back what failed, whatever the failure is: Camel's own count attempts and then drop the message. They wait for
 * a queue that is not there, and for a broker that is away.
 */
final class RabbitContainers implements ListenerContainerFactory {
  private static final int RECOVERY_MILLIS = 1_000;
  private static final int WAIT_FOR_STEPS_MILLIS = 30_000;

  @Override
  public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
    CamelSimpleMessageListenerContainer container = new CamelSimpleMessageListenerContainer(endpoint);
    container.setQueueNames(endpoint.getQueues().split("\\s*,\\s*"));
    container.setAcknowledgeMode(AcknowledgeMode.AUTO);
    container.setPrefetchCount(endpoint.getPrefetchCount());
    container.setDefaultRequeueRejected(true);
    container.setAutoDeclare(false);
    container.setMissingQueuesFatal(false);
    container.setMismatchedQueuesFatal(false);
    container.setPossibleAuthenticationFailureFatal(false); // who lets us in may be away for a while
    container.setForceStop(true); // what has been sent ahead goes back at once, and to others
    container.setShutdownTimeout(WAIT_FOR_STEPS_MILLIS);
    container.setRecoveryInterval(RECOVERY_MILLIS);
    container.setFailedDeclarationRetryInterval(RECOVERY_MILLIS);
    container.setConsumerArguments(endpoint.getConsumerArgs());
    container.setErrorHandler(failure -> { }); // the route has told it
    container.setTaskExecutor(new SimpleAsyncTaskExecutor(endpoint.getCamelContext().getExecutorServiceManager().resolveThreadName("rabbitmq") + "-"));
    return container;
  }
}
