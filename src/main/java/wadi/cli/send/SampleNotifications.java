package wadi.cli.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;

/** Notifications of parcels, each by one or two channels, to nobody's addresses; schemas/ describes them. */
public final class SampleNotifications implements Iterator<Outgoing> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<List<String>> CHANNELS = List.of(List.of("sms"), List.of("email"), List.of("push"), List.of("email", "sms"), List.of("push", "sms"));
  private static final List<String> PRIORITIES = List.of("low", "normal", "normal", "high", "critical");
  private static final int PEOPLE = 1_000;

  private final Random random;
  private final long count;
  private long number;

  public SampleNotifications(long count, Random random) {
    this.count = count;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return number < count;
  }

  @Override
  public Outgoing next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    number++;
    String identity = UUID.randomUUID().toString();
    int parcel = random.nextInt(1_000_000);
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("id", identity);
    notification.put("recipients", recipients());
    notification.put("subject", "Your parcel");
    notification.put("text", "Your parcel %d is on its way.".formatted(parcel));
    notification.put("priority", PRIORITIES.get(random.nextInt(PRIORITIES.size())));
    notification.put("metadata", Map.of("parcel", parcel));
    try {
      return new Outgoing(identity, null, JSON.writeValueAsBytes(notification));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> recipients() {
    int person = random.nextInt(PEOPLE);
    Map<String, Object> recipients = new LinkedHashMap<>();
    for (String channel : CHANNELS.get(random.nextInt(CHANNELS.size()))) {
      recipients.put(channel, List.of(switch (channel) {
        case "sms" -> "+447700900%03d".formatted(person); // kept free for stories and samples by Ofcom
        case "email" -> "person-%d@example.com".formatted(person);
        default -> "sample-token-of-device-%d".formatted(person);
      }));
    }
    return recipients;
  }
}
