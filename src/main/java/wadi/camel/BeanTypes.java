package wadi.camel;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import java.util.Map;
import wadi.camel.alerting.AlertmanagerAlerts;
import wadi.camel.alerting.Alerts;
import wadi.camel.alerting.OriginalAlerts;
import wadi.camel.alerting.Recipients;
import wadi.camel.alerting.SeenAlerts;
import wadi.camel.alerting.Silencing;
import wadi.camel.alerting.Storms;
import wadi.camel.broker.FirstSightings;
import wadi.camel.broker.KafkaRecords;
import wadi.camel.delivery.AfricasTalking;
import wadi.camel.delivery.AfricasTalkingReports;
import wadi.camel.delivery.Brevo;
import wadi.camel.delivery.Fcm;
import wadi.camel.delivery.Httpbin;
import wadi.camel.delivery.Mails;
import wadi.camel.delivery.Messages;
import wadi.camel.delivery.Posts;
import wadi.camel.errors.Parking;
import wadi.camel.fraud.FraudChecks;
import wadi.camel.fraud.RemoteCalls;
import wadi.camel.fraud.RemoteScreening;
import wadi.camel.fraud.Screening;
import wadi.camel.intake.Idempotency;
import wadi.camel.intake.Intake;
import wadi.camel.intake.Journal;
import wadi.camel.intake.Refusals;
import wadi.camel.intake.Replies;
import wadi.camel.mail.MailRequests;
import wadi.camel.notifications.Callbacks;
import wadi.camel.notifications.NotificationBatch;
import wadi.camel.notifications.NotificationIntake;
import wadi.camel.notifications.NotificationReplies;
import wadi.camel.notifications.NotificationStatus;
import wadi.camel.notifications.NotificationWords;
import wadi.camel.notifications.OldMessages;
import wadi.camel.notifications.PhoneNumbers;
import wadi.camel.sites.SiteControl;
import wadi.camel.sites.SiteMessageIntake;
import wadi.camel.sites.SiteProbes;
import wadi.camel.sites.SiteReports;
import wadi.camel.sites.SiteWatch;
import wadi.camel.wording.Wordings;

/** What {@link Beans} makes, known without making it: the check of the files needs no platform. A test keeps the two in step. */
public final class BeanTypes {
  private static final Map<String, Class<?>> TYPES = Map.ofEntries(
      Map.entry("json", JsonMapper.class),
      Map.entry("exclusive", HandOver.class),
      Map.entry("competing", HandOver.class),
      Map.entry("transactionHttpHeaders", HeaderAllowList.class),
      Map.entry("brokerHeaders", HeaderAllowList.class),
      Map.entry("databaseTransaction", InTransaction.class),
      Map.entry("brokerTransaction", InTransaction.class),
      Map.entry("rabbitmqConfirms", InTransaction.class),
      Map.entry("intake", Intake.class),
      Map.entry("idempotency", Idempotency.class),
      Map.entry("journal", Journal.class),
      Map.entry("replies", Replies.class),
      Map.entry("refusals", Refusals.class),
      Map.entry("screening", Screening.class),
      Map.entry("remoteScreening", RemoteScreening.class),
      Map.entry("fraudCalls", RemoteCalls.class),
      Map.entry("fraudCircuit", CircuitBreakerStateMachine.class),
      Map.entry("fraudChecks", FraudChecks.class),
      Map.entry("alerts", Alerts.class),
      Map.entry("silences", Silencing.class),
      Map.entry("storms", Storms.class),
      Map.entry("alertmanager", AlertmanagerAlerts.class),
      Map.entry("originalAlerts", OriginalAlerts.class),
      Map.entry("firstSightings", FirstSightings.class),
      Map.entry("mailRequests", MailRequests.class),
      Map.entry("oldMessages", OldMessages.class),
      Map.entry("oldMessageHttpHeaders", HeaderAllowList.class),
      Map.entry("phoneNumbers", PhoneNumbers.class),
      Map.entry("notifications", NotificationIntake.class),
      Map.entry("notificationBatch", NotificationBatch.class),
      Map.entry("notificationWords", NotificationWords.class),
      Map.entry("notificationReplies", NotificationReplies.class),
      Map.entry("notificationStatus", NotificationStatus.class),
      Map.entry("notificationHttpHeaders", HeaderAllowList.class),
      Map.entry("kafkaRecords", KafkaRecords.class),
      Map.entry("seenAlerts", SeenAlerts.class),
      Map.entry("recipients", Recipients.class),
      Map.entry("mails", Mails.class),
      Map.entry("wordings", Wordings.class),
      Map.entry("siteWatch", SiteWatch.class),
      Map.entry("siteControl", SiteControl.class),
      Map.entry("siteProber", SiteProbes.class),
      Map.entry("siteMessages", SiteMessageIntake.class),
      Map.entry("siteReports", SiteReports.class),
      Map.entry("messages", Messages.class),
      Map.entry("africasTalking", AfricasTalking.class),
      Map.entry("africasTalkingReports", AfricasTalkingReports.class),
      Map.entry("receiptHttpHeaders", HeaderAllowList.class),
      Map.entry("brevo", Brevo.class),
      Map.entry("fcm", Fcm.class),
      Map.entry("httpbin", Httpbin.class),
      Map.entry("posts", Posts.class),
      Map.entry("callbacks", Callbacks.class),
      Map.entry("parking", Parking.class));

  private BeanTypes() {}

  /** Classes by the name that routes use. */
  public static Map<String, Class<?>> all() {
    return TYPES;
  }
}
