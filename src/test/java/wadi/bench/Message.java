package wadi.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import wadi.cli.send.SampleTransactions;

/** What is sent: its key, which is for Kafka, and its body, JSON. */
record Message(String key, String body) {
  /** Transactions that the shipped rules let pass; another seed makes others. */
  static List<Message> transactions(int count, long seed) {
    List<Message> messages = new ArrayList<>();
    new SampleTransactions(count, 0, new Random(seed)).forEachRemaining(
        sample -> messages.add(new Message(Integer.toString(messages.size()), new String(sample.body(), StandardCharsets.UTF_8))));
    return messages;
  }

  /** An alert as Wadi raises it, of a severity for which a mail is sent and nothing else. */
  static Message alert(long id) {
    return new Message(Long.toString(id), """
        {"alertId": %1$d, "kind": "fraud", "severity": "low", "decision": "held", "transactionID": %1$d, "receivedAt": "2026-11-21T10:00:00.000Z", \
        "raisedAt": "2026-11-21T10:00:00.001Z", "amount": "25000.00", "currency": "INR", "paymentMethod": "card", "card": "411111******1111", \
        "score": 100, "reasons": [{"code": "AMOUNT_HIGH", "text": "the amount is unusually high"}], "rules": "eb5d91c6ed92"}""".formatted(id));
  }
}
