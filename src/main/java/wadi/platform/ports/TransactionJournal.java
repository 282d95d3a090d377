package wadi.platform.ports;

/** Where answered transactions are kept. */
public interface TransactionJournal {
  /**
   * Returns when the entry is committed; an entry that is there gets the new status. Inside a transaction of this thread it
   * is written there and commits with it. The idempotency key it answers is written in the same commit.
   *
   * @throws ReservationLost when the key belongs to another request by now; nothing is stored then
   */
  void store(JournalEntry entry);
}
