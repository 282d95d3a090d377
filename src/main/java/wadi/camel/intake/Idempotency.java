package wadi.camel.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.Variables;
import wadi.camel.fraud.VerdictMember;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Verdict;
import wadi.platform.CardKey;
import wadi.platform.ports.IdempotencyKeys;
import wadi.platform.ports.IdempotencyKeys.Claim;

/**
 * Named in YAML as {@code idempotency}: what the header Idempotency-Key promises (draft-ietf-httpapi-idempotency-key-header).
 * Keys and bodies leave it as proofs only, since both may hold card numbers.
 */
public final class Idempotency {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private static final TypeReference<List<Map<String, Object>>> REASONS = new TypeReference<>() {};

  private final IdempotencyKeys keys;
  private final CardKey proofs;
  private final ObjectMapper json;
  private final Duration reservation;
  private final Patience patience;

  /**
   * @param reservation how long a request that says nothing any more keeps its key
   */
  public Idempotency(IdempotencyKeys keys, CardKey proofs, ObjectMapper json, Duration reservation, Patience patience) {
    this.keys = keys;
    this.proofs = proofs;
    this.json = json;
    this.reservation = reservation;
    this.patience = patience;
  }

  /**
   * Reserves the request's key, or finds what came of the request before, waiting a while for one that is under way. Null
   * when the request has no key.
   *
   * @throws RefusedKey when the key cannot be used, was used for another body, or is still being worked on
   */
  public Claim reserve(Message request) throws InterruptedException {
    Object sent = request.getHeader(HEADER);
    if (sent == null) {
      return null;
    }
    if (!(sent instanceof String text) || !USABLE.matcher(text).matches()) {
      throw RefusedKey.unusable();
    }
    byte[] bytes = request.getBody(byte[].class);
    String key = proofs.fingerprint("idempotency key", text.getBytes(StandardCharsets.US_ASCII));
    String body = proofs.fingerprint("idempotency body", bytes == null ? new byte[0] : bytes);
    Claim claim = patience.whileRunning(() -> keys.claim(key, body, reservation));
    if (claim instanceof Claim.OtherBody) {
      throw RefusedKey.otherBody();
    }
    if (claim instanceof Claim.Running) {
      throw RefusedKey.stillRunning();
    }
    return claim;
  }

  /** The transaction the key stands for, its verdict and its status, as they were when it was first answered. */
  public Map<String, Object> recall(@Variable("idempotencyKey") Claim.Answered answer, @Variables Map<String, Object> variables)
      throws JsonProcessingException {
    variables.put("verdict", new Verdict(Decision.valueOf(answer.decision().toUpperCase(Locale.ROOT)), answer.score(),
        VerdictMember.stored(json.readValue(answer.reasons(), REASONS)), VerdictMember.stored(json.readValue(answer.shadowReasons(), REASONS)),
        answer.rules(), Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(answer.tookMicros()))));
    variables.put("status", answer.status());
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("transactionID", answer.transactionId());
    return transaction;
  }

  /** Frees the key of a request that failed: what is sent next under it is looked at anew. */
  public void release(@Variable("idempotencyKey") Claim claim) {
    if (claim instanceof Claim.Reserved reserved) {
      keys.release(reserved.reservation());
    }
  }
}
