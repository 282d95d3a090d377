package wadi.camel.delivery;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import wadi.platform.smpp.SmppAccount;
import wadi.platform.smpp.SmppLinks;

/**
 * {@code smsc:channel}: submits one delivery (id, recipient, {@code payload.text}) to the short message centre of
 * {@code delivery.<channel>.smpp.*}, in as many messages as its text takes. The body is then the centre's own names for them, divided by blanks.
 */
public final class SmscComponent extends DefaultComponent {
  private final SmppLinks links;
  private final Supplier<SmppAccount> account;
  private final boolean kept;

  /**
   * The binds to use.
   *
   * @param account asked for when it is needed: without SMPP its properties may be unusable
   * @param kept whether this process sends this way: then it is bound before there is anything to send, so that receipts reach it
   */
  public SmscComponent(SmppLinks links, Supplier<SmppAccount> account, boolean kept) {
    this.links = links;
    this.account = account;
    this.kept = kept;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters) {
    if (!channel.equals("sms")) {
      throw new IllegalArgumentException("smsc:" + channel + " has no centre; write smsc:sms, whose centre stands in delivery.sms.smpp.*");
    }
    return new SmscEndpoint(uri, this);
  }

  SmppLinks links() {
    return links;
  }

  SmppAccount account() {
    return account.get();
  }

  boolean isKept() {
    return kept;
  }
}
