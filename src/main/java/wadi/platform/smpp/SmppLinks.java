package wadi.platform.smpp;

import java.util.HashMap;
import java.util.Map;
import wadi.platform.ports.Receipts;

/**
 * The binds of this process, one for each account. They outlive generations of routes: while one generation takes over from another both
 * use the same bind, and it ends when nobody uses it any more.
 */
public final class SmppLinks implements AutoCloseable {
  private final SmppReceipts.Keeper keeper;
  private final Map<SmppAccount, Shared> links = new HashMap<>();

  /** Where receipts are kept. */
  public SmppLinks(Receipts receipts) {
    this.keeper = receipts::record;
  }

  private static final class Shared {
    private final SmppLink link;
    private int users;

    Shared(SmppLink link) {
      this.link = link;
    }
  }

  /** The bind of this account, to be given back. */
  public synchronized SmppLink use(SmppAccount account) {
    Shared shared = links.computeIfAbsent(account, a -> new Shared(new SmppLink(a, new SmppReceipts(a.ids(), keeper))));
    shared.users++;
    return shared.link;
  }

  /** Whoever used it does so no longer. */
  public void giveBack(SmppLink link) {
    synchronized (this) {
      Shared shared = links.get(link.account());
      if (shared == null || shared.link != link || --shared.users > 0) {
        return;
      }
      links.remove(link.account());
    }
    link.close();
  }

  @Override
  public void close() {
    Map<SmppAccount, Shared> left;
    synchronized (this) {
      left = Map.copyOf(links);
      links.clear();
    }
    left.values().forEach(shared -> shared.link.close());
  }
}
