package wadi.camel.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.camel.fraud.VerdictMember;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;
import wadi.platform.ports.IdempotencyKeys.Claim;
import wadi.platform.ports.JournalEntry;
import wadi.platform.ports.TransactionJournal;

/** Named in YAML as {@code journal}. */
public final class Journal {
  private final TransactionJournal journal;
  private final ObjectMapper json;

  public Journal(TransactionJournal journal, ObjectMapper json) {
    this.journal = journal;
    this.json = json;
  }

  /**
   * Returns when the masked transaction is durable, or will be with the transaction of this thread; and with it that it
   * answers the request's idempotency key, if that has one.
   */
  public void store(@Body Map<String, Object> transaction, @Variable("verdict") Verdict verdict, @Variable("status") Integer status,
      @Variable("idempotencyKey") Claim key) throws JsonProcessingException {
    Card card = Intake.card(transaction);
    journal.store(new JournalEntry((Long) transaction.get("transactionID"), (Instant) transaction.get("receivedAt"),
        (String) transaction.get("transport"), status, verdict.decision().word(), verdict.score(),
        json.writeValueAsString(VerdictMember.write(verdict.reasons())), json.writeValueAsString(VerdictMember.write(verdict.shadowReasons())),
        verdict.rules(), VerdictMember.micros(verdict.took()), card == null ? null : card.fingerprint(), card == null ? null : card.bin(),
        json.writeValueAsString(transaction.get("message")), key instanceof Claim.Reserved reserved ? reserved.reservation() : null));
  }
}
