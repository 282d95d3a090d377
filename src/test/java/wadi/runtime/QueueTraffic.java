package wadi.runtime;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A producer and a consumer of the broker, with a route of Wadi between them. */
final class QueueTraffic implements AutoCloseable {
  private final ActiveMQConnectionFactory connections;
  private final Connection producer;
  private final Connection consumer;
  private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Thread sender;
  private volatile boolean stopped;

  /** @param messages how many to send, evenly over {@code time} */
  QueueTraffic(int port, String from, String to, int messages, Duration time) throws JMSException {
    connections = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
    producer = connections.createConnection();
    consumer = connections.createConnection();
    Session receiving = consumer.createSession(false, Session.AUTO_ACKNOWLEDGE);
    receiving.createConsumer(receiving.createQueue(to)).setMessageListener(message -> {
      try {
        arrived.computeIfAbsent(message.getBody(String.class), id -> new AtomicInteger()).incrementAndGet();
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
    });
    consumer.start();
    long pause = time.toNanos() / messages;
    sender = new Thread(() -> send(from, messages, pause), "send-messages");
    sender.start();
  }

  private void send(String queue, int messages, long pause) {
    try {
      Session sending = producer.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer to = sending.createProducer(sending.createQueue(queue));
      long next = System.nanoTime();
      for (int i = 0; i < messages && !stopped; i++) {
        to.send(sending.createTextMessage("message " + i));
        sent.incrementAndGet();
        next += pause;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  int sent() {
    return sent.get();
  }

  /** How many different messages have come out. */
  int arrived() {
    return arrived.size();
  }

  /** How many came out more than once. */
  long twice() {
    return arrived.values().stream().filter(times -> times.get() > 1).count();
  }

  /** Waits until all are sent. */
  void awaitSent() throws InterruptedException {
    sender.join();
  }

  @Override
  public void close() throws JMSException, InterruptedException {
    stopped = true;
    sender.join();
    producer.close();
    consumer.close();
    connections.close();
  }
}
