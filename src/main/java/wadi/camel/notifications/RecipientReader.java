package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wadi.camel.delivery.MailAddress;
import wadi.domain.notifications.NotificationRequest.Recipient;
import wadi.domain.notifications.Reach;
import wadi.platform.webhooks.TargetCheck;

/** Whom a notification goes to: each address as its channel takes it, and nobody twice. */
final class RecipientReader {
  private final PhoneNumbers phoneNumbers;
  private final TargetCheck targets;
  private final int most;

  /** @param most recipients of one notification */
  RecipientReader(PhoneNumbers phoneNumbers, TargetCheck targets, int most) {
    this.targets = targets;
    this.phoneNumbers = phoneNumbers;
    this.most = most;
  }

  /** In the order of the request. */
  List<Recipient> read(JsonNode recipients, Faults faults) {
    List<Recipient> read = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    recipients.properties().forEach(member -> {
      Reach reach = Reach.find(member.getKey()).orElseThrow();
      for (int i = 0; i < member.getValue().size(); i++) {
        String pointer = "/recipients/" + reach.word() + "/" + i;
        address(reach, member.getValue().get(i).textValue(), pointer, faults).ifPresent(to -> {
          String before = places.putIfAbsent(reach.channel() + " " + to, pointer);
          if (before == null) {
            read.add(new Recipient(reach, to));
          } else {
            faults.add(pointer, "is the same as " + before);
          }
        });
      }
    });
    if (read.size() > most) {
      faults.add("/recipients", "are %,d; at most %,d are allowed".formatted(read.size(), most));
    }
    return read;
  }

  /** Who is to be told is checked as a webhook is. */
  Optional<String> callbackFault(String url) {
    return targets.fault(url);
  }

  private Optional<String> address(Reach reach, String text, String pointer, Faults faults) {
    Optional<String> fault = switch (reach) {
      case EMAIL -> MailAddress.fault(text);
      case WEBHOOK, SLACK -> targets.fault(text);
      case SMS -> phoneNumbers.international(text).isPresent() ? Optional.empty() : Optional.of(phoneNumbers.fault());
      case PUSH -> Optional.empty();
    };
    fault.ifPresent(what -> faults.add(pointer, what));
    return fault.isPresent() ? Optional.empty() : reach == Reach.SMS ? phoneNumbers.international(text) : Optional.of(text);
  }
}
