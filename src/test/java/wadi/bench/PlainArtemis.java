package wadi.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** JMS over TCP: persistent, one transacted session, a commit for a batch. */
final class PlainArtemis implements Plain {
  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;

  PlainArtemis(int port, String queue) throws JMSException {
    connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port).createConnection();
    session = connection.createSession(Session.SESSION_TRANSACTED);
    producer = session.createProducer(session.createQueue(queue));
  }

  @Override
  public void publish(List<Message> batch) throws JMSException {
    for (Message message : batch) {
      producer.send(session.createTextMessage(message.body()));
    }
    session.commit();
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
