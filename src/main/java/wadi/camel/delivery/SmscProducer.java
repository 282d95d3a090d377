package wadi.camel.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import wadi.domain.delivery.PhoneNumber;
import wadi.domain.delivery.SmsParts;
import wadi.platform.smpp.SmppFault;
import wadi.platform.smpp.SmppLink;
import wadi.platform.smpp.SmppPart;

/** Submits part after part. A moment of throttling is waited out here, so that it neither holds the channel nor divides a message. */
final class SmscProducer extends DefaultProducer {
  private static final long[] PATIENCE_MILLIS = {100, 300, 900};
  private static final int UCS2 = 8;

  private final SmscComponent component;
  private volatile SmppLink link;

  SmscProducer(SmscEndpoint endpoint, SmscComponent component) {
    super(endpoint);
    this.component = component;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (component.isKept()) {
      link();
    }
  }

  private synchronized SmppLink link() {
    if (link == null) {
      link = component.links().use(component.account());
    }
    return link;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Map<?, ?> delivery = exchange.getMessage().getMandatoryBody(Map.class);
    String recipient = String.valueOf(delivery.get("recipient"));
    if (!PhoneNumber.isInternational(recipient)) {
      throw new SendRefused("the recipient is no number in international form");
    }
    if (!(delivery.get("payload") instanceof Map<?, ?> payload) || !(payload.get("text") instanceof String text)) {
      throw new SendRefused("the payload has no text");
    }
    SmsParts parts = parts(text, String.valueOf(delivery.get("id")).hashCode());
    int dataCoding = parts.gsm() ? link().account().dataCoding() : UCS2;
    List<String> ids = new ArrayList<>();
    for (byte[] octets : parts.parts()) {
      String where = parts.isDivided() ? "part %d of %d: ".formatted(ids.size() + 1, parts.parts().size()) : "";
      ids.add(submit(new SmppPart(recipient.substring(1), dataCoding, parts.isDivided(), octets), where));
    }
    exchange.getMessage().setBody(String.join(" ", ids));
  }

  /** The same reference on every attempt: a handset that has some of the parts waits for the others. */
  private SmsParts parts(String text, int reference) {
    try {
      return SmsParts.of(text, reference, link().account().gsm());
    } catch (IllegalArgumentException e) {
      throw new SendRefused(e.getMessage());
    }
  }

  private String submit(SmppPart part, String where) throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        return link().submit(part);
      } catch (SmppFault e) {
        Optional<SmppStatus> status = SmppStatus.of(e.status());
        boolean again = e.kind() == SmppFault.Kind.REFUSED && status.isPresent() && status.get().wantsPatience() && tries < PATIENCE_MILLIS.length;
        if (!again) {
          throw verdict(e, status, where);
        }
        Thread.sleep(PATIENCE_MILLIS[tries]);
      }
    }
  }

  private static RuntimeException verdict(SmppFault fault, Optional<SmppStatus> status, String where) {
    if (fault.kind() == SmppFault.Kind.UNANSWERED) {
      return new SendUnanswered(where + fault.getMessage());
    }
    boolean bind = fault.kind() == SmppFault.Kind.UNBOUND;
    String at = bind && fault.status() != SmppFault.NO_STATUS ? "bind: " : where;
    if (status.isPresent()) {
      return status.get().verdict(at);
    }
    String reason = fault.status() == SmppFault.NO_STATUS ? fault.getMessage() : "command_status 0x%08X, which SMPP does not name".formatted(fault.status());
    return new SendDeferred(at + reason, bind, Optional.empty());
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    synchronized (this) {
      if (link != null) {
        component.links().giveBack(link);
        link = null;
      }
    }
  }
}
