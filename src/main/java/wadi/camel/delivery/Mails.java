package wadi.camel.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Named in YAML as {@code mails}. */
public final class Mails {
  private final Duration usefulFor;

  /** @param usefulFor an alert that could not leave within this time of being raised is not sent any more; zero: never too late */
  public Mails(Duration usefulFor) {
    this.usefulFor = usefulFor;
  }

  /** The delivery that promises this alert, in this wording, to one recipient. */
  public Map<String, Object> promise(@Body String recipient, @Variable("alert") Map<String, Object> alert,
      @Variable("severity") String severity, @Variable("subject") String subject, @Variable("text") String text, @Variable("html") String html) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("subject", oneLine(subject));
    payload.put("text", text);
    payload.put("html", html);
    return Messages.delivery(recipient, alert, severity, payload, usefulFor);
  }

  /** A header field is one line: a line break in it would begin another field. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
  }
}
