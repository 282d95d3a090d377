package wadi.cli;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import wadi.camel.delivery.MailComposer;
import wadi.camel.delivery.OutgoingMail;
import wadi.platform.Settings;

/** A mail to the inbox of a Wadi that runs: handed to its own SMTP server on this machine, and to no other. */
final class PreviewMail {
  private static final String TIMEOUT = "5000";

  private PreviewMail() {}

  static void toInbox(Settings settings, String channel, String kind, Map<String, String> parts) {
    if (!parts.containsKey("html")) {
      throw new CommandFailed("Only mails can be shown in the inbox: %s/%s is none.".formatted(channel, kind));
    }
    int port = settings.port("inbox.smtp-port");
    Properties session = new Properties();
    session.put("mail.smtp.connectiontimeout", TIMEOUT);
    session.put("mail.smtp.timeout", TIMEOUT);
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("subject", parts.get("subject"));
    payload.put("text", parts.get("txt"));
    payload.put("html", parts.get("html"));
    try (Transport transport = Session.getInstance(session).getTransport("smtp")) {
      OutgoingMail mail = new MailComposer("wadi.localhost").compose("preview-" + Instant.now().toEpochMilli(), "preview@localhost", payload, Instant.now());
      mail.setFrom("wadi@localhost");
      transport.connect("127.0.0.1", port, null, null);
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      throw new CommandFailed("The inbox on port %d of this machine took nothing: %s. Is a Wadi running, with inbox.enabled=true?".formatted(port, e.getMessage()));
    }
  }
}
