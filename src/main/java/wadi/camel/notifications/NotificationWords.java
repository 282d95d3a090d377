package wadi.camel.notifications;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;
import org.apache.camel.Variables;
import wadi.camel.UnusableMessage;
import wadi.camel.wording.Wordings;
import wadi.domain.notifications.NotificationRequest;
import wadi.domain.notifications.Reach;
import wadi.domain.notifications.Words;
import wadi.platform.http.Problem;

/** Named in YAML as {@code notificationWords}: what a template makes of a notification, channel by channel. */
public final class NotificationWords {
  private final Wordings wordings;

  public NotificationWords(Wordings wordings) {
    this.wordings = wordings;
  }

  /** Filled channel by channel. */
  public Map<Reach, Words> begin() {
    return new EnumMap<>(Reach.class);
  }

  /** The channels it goes over, as the folders of templates are called. */
  public List<String> channels(@Variable("request") NotificationRequest request) {
    return request.reaches().stream().map(Reach::word).toList();
  }

  /** What the template may show. */
  public Map<String, Object> parameters(@Variable("request") NotificationRequest request) {
    return request.parameters();
  }

  /** Whether the template has a subject for this channel. */
  public boolean hasSubject(@Variable("request") NotificationRequest request, @Variable("channel") String channel) {
    return parts(request, channel).contains("subject");
  }

  /** Whether the template has HTML for this channel. */
  public boolean hasHtml(@Variable("request") NotificationRequest request, @Variable("channel") String channel) {
    return parts(request, channel).contains("html");
  }

  private Set<String> parts(NotificationRequest request, String channel) {
    return wordings.kinds(channel).getOrDefault(request.template().orElse(""), Set.of());
  }

  /** @throws UnusableMessage when nothing came of it, or more than the channel takes */
  public void keep(@Variable("channel") String channel, @Variables Map<String, Object> variables, @Variable("words") Map<Reach, Words> words) {
    Reach reach = Reach.find(channel).orElseThrow();
    Words made = new Words(part(variables, "subject").replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip(), part(variables, "text"), part(variables, "html"));
    if (made.text().isBlank()) {
      throw refusal("makes an empty text for " + channel);
    }
    if (made.length() > reach.longest()) {
      throw refusal("makes a text of %,d characters for %s; at most %,d are allowed".formatted(made.length(), channel, reach.longest()));
    }
    words.put(reach, made);
  }

  private static String part(Map<String, Object> variables, String name) {
    return Optional.ofNullable(variables.get(name)).map(Object::toString).orElse("");
  }

  private static UnusableMessage refusal(String what) {
    return new UnusableMessage(NotificationReader.WHAT, List.of(new Problem.At("/template", what)));
  }
}
