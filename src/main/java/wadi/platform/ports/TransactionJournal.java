package wadi.platform.ports;

/** Where answered transactions are kept. */
public interface TransactionJournal {
  /**
   * Returns when the entry is committed; an entry that is there gets the new status. Inside a transaction of this thread it
   * is written there and commits with it.
   */
  void store(JournalEntry entry);
}
