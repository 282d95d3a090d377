package wadi.camel.notifications;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import wadi.camel.HeaderAllowList;
import wadi.camel.intake.JsonReader;
import wadi.camel.wording.Wordings;
import wadi.platform.Settings;
import wadi.platform.ports.Ports;
import wadi.platform.webhooks.TargetCheck;
import wadi.platform.tracing.TraceContext;

/** The beans that the routes of {@code notifications/} name. */
public final class NotificationBeans {
  /** A body within {@code http.body-limit} may have no more; a batch has many. */
  private static final int TOKENS = 1_000_000;

  private NotificationBeans() {}

  /** By name. */
  public static Map<String, Object> of(Ports ports, Settings settings, Wordings wordings) {
    ObjectMapper json = JsonReader.create(settings.number("intake.json.max-depth", 4, 1_000), TOKENS).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    PhoneNumbers phoneNumbers = new PhoneNumbers(settings);
    TargetCheck targets = TargetCheck.of(settings);
    RecipientReader recipients = new RecipientReader(phoneNumbers, targets, settings.number("notifications.max-recipients", 1, 1_000));
    NotificationIntake intake = new NotificationIntake(new NotificationReader(json, recipients, wordings), json, ports.notifications(), ports.notificationStates(),
        ports.ids(), ports.clock());
    Map<String, Object> beans = new LinkedHashMap<>();
    beans.put("phoneNumbers", phoneNumbers);
    beans.put("oldMessages", new OldMessages(json, settings, phoneNumbers, targets::fault, ports.notifications(), ports.ids(), ports.clock()));
    beans.put("oldMessageHttpHeaders", new HeaderAllowList(TraceContext.PARENT, TraceContext.STATE, "Content-Type", NotificationIntake.CLIENT).lettingOut("Content-Type"));
    beans.put("notifications", intake);
    beans.put("notificationBatch", new NotificationBatch(intake, ports.notifications()));
    beans.put("notificationWords", new NotificationWords(wordings));
    beans.put("notificationReplies", new NotificationReplies());
    beans.put("notificationStatus", new NotificationStatus(ports.notificationStates(), json));
    beans.put("notificationHttpHeaders",
        new HeaderAllowList(TraceContext.PARENT, TraceContext.STATE, "Idempotency-Key", NotificationIntake.CLIENT, "id", "limit", "cursor", "status").lettingOut("Retry-After", "Location"));
    return beans;
  }
}
