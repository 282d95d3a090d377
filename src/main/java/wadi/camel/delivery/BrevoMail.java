package wadi.camel.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mail that we have worded, as Brevo takes it. It sets Message-ID, Date and List-Unsubscribe itself, and takes no such header. */
final class BrevoMail {
  private BrevoMail() {}

  /**
   * The request.
   *
   * @param id the same whenever this mail is sent; Brevo's Message-ID is not
   */
  static Map<String, Object> of(Map<?, ?> payload, Map<String, Object> to, String sender, String id) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("sender", sender(sender));
    request.put("to", List.of(to));
    request.put("subject", HeaderText.oneLine(text(payload, "subject")));
    put(request, "htmlContent", text(payload, "html"));
    put(request, "textContent", text(payload, "text"));
    request.put("headers", Map.of("X-Delivery-Id", id));
    if (payload.get("attachments") instanceof List<?> attachments && !attachments.isEmpty()) {
      List<Map<String, Object>> all = new ArrayList<>();
      attachments.forEach(attachment -> all.add(attachment(attachment, all.size() + 1)));
      request.put("attachment", all);
    }
    return request;
  }

  private static Map<String, Object> sender(String property) {
    try {
      InternetAddress address = new InternetAddress(property, true);
      Map<String, Object> sender = new LinkedHashMap<>();
      put(sender, "name", address.getPersonal() == null ? "" : address.getPersonal());
      sender.put("email", address.getAddress());
      return sender;
    } catch (AddressException e) {
      throw new SendMisconfigured("delivery.email.from is no mail address");
    }
  }

  private static Map<String, Object> attachment(Object value, int number) {
    Map<?, ?> attachment = value instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("name", MailParts.name(attachment.get("name"), number));
    written.put("content", String.valueOf(attachment.get("base64")));
    return written;
  }

  private static void put(Map<String, Object> to, String key, String text) {
    if (!text.isEmpty()) {
      to.put(key, text);
    }
  }

  private static String text(Map<?, ?> payload, String key) {
    return payload.get(key) instanceof String text ? text : "";
  }
}
