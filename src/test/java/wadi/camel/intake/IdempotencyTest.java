package wadi.camel.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.platform.CardKey;
import wadi.platform.CardKeys;
import wadi.platform.http.Problem;
import wadi.platform.ports.IdempotencyKeys;
import wadi.platform.ports.IdempotencyKeys.Claim;
import wadi.platform.ports.IdempotencyKeys.Reservation;
import wadi.platform.ports.ReservationLost;

class IdempotencyTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Claim RESERVED = new Claim.Reserved(new Reservation("k", new UUID(1, 2)));
  private static final String CARD = "4111111111111111";

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

  private final Recorder recorder = new Recorder();
  private Idempotency idempotency;

  /** A port that answers as it is told. */
  private static final class Recorder implements IdempotencyKeys {
    private final List<String> claims = new ArrayList<>();
    private final List<Reservation> released = new ArrayList<>();
    private Claim next = RESERVED;

    @Override
    public Claim claim(String key, String body, Duration reservation) {
      assertThat(reservation).isEqualTo(MINUTE);
      claims.add(key + " " + body);
      return next;
    }

    @Override
    public void release(Reservation reservation) {
      released.add(reservation);
    }
  }

  @BeforeAll
  static void start() {
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @BeforeEach
  void create() {
    idempotency = new Idempotency(recorder, CardKeys.ofZeros(), new ObjectMapper(), MINUTE, new Patience(Duration.ofMillis(50), 64));
  }

  @Test
  void a_request_without_a_key_asks_nobody() throws Exception {
    assertThat(idempotency.reserve(request(null, "{}"))).isNull();
    assertThat(recorder.claims).isEmpty();
  }

  @Test
  void the_same_key_and_body_look_the_same_and_others_do_not() throws Exception {
    for (String[] sent : new String[][] {{"a", "{}"}, {"a", "{}"}, {"b", "{}"}, {"a", "{ }"}, {"a", "{\"\u00e9\": 1}"}, {"a", "{\"\u00e8\": 1}"},
        {"\"a\"", "{}"}, {"a", null}}) {
      assertThat(idempotency.reserve(request(sent[0], sent[1]))).isEqualTo(RESERVED);
    }
    assertThat(recorder.claims.get(0)).isEqualTo(recorder.claims.get(1));
    assertThat(recorder.claims.subList(1, 8)).doesNotHaveDuplicates();
  }

  @Test
  void neither_key_nor_body_nor_the_card_s_own_fingerprint_reaches_the_port() throws Exception {
    CardKey cards = CardKeys.ofZeros();
    Idempotency other = new Idempotency(recorder, cards, new ObjectMapper(), MINUTE, new Patience(MINUTE, 64));
    other.reserve(request(CARD, CARD));
    assertThat(recorder.claims.get(0)).doesNotContain(CARD).doesNotContain(cards.fingerprint(CARD)).hasSizeLessThan(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "caf\u00e9", "\u0000"})
  void refuses_a_key_with_other_characters(String key) {
    assertThatThrownBy(() -> idempotency.reserve(request(key, "{}"))).isInstanceOf(RefusedKey.class);
    assertThat(recorder.claims).isEmpty();
  }

  @Test
  void refuses_two_keys_and_one_that_is_too_long() throws Exception {
    assertThatThrownBy(() -> idempotency.reserve(request(List.of("a", "b"), "{}"))).isInstanceOf(RefusedKey.class);
    assertThatThrownBy(() -> idempotency.reserve(request("a".repeat(256), "{}"))).isInstanceOf(RefusedKey.class);
    assertThat(idempotency.reserve(request("a".repeat(255), "{}"))).isEqualTo(RESERVED);
  }

  @Test
  void tells_the_client_about_another_body_and_one_that_still_runs() {
    recorder.next = new Claim.OtherBody();
    Map<String, Object> headers = new HashMap<>();
    assertThat(refusal(headers)).containsEntry("status", 422).containsEntry("title", "Unprocessable Content");
    assertThat(headers).doesNotContainKey("Retry-After");

    recorder.next = new Claim.Running(Duration.ofSeconds(1));
    assertThat(refusal(headers)).containsEntry("status", 409).containsEntry("title", "Conflict");
    assertThat(headers).containsEntry("Retry-After", 5).containsEntry(Exchange.HTTP_RESPONSE_CODE, 409)
        .containsEntry("Content-Type", Problem.CONTENT_TYPE);
    assertThat(new Refusals().wadi(new RuntimeException(new ReservationLost()), headers, exchange)).containsEntry("status", 409);
  }

  @Test
  void clients_of_the_original_hear_what_it_could_have_said() {
    Map<String, Object> headers = new HashMap<>();
    Map<String, Object> variables = new HashMap<>();
    recorder.next = new Claim.OtherBody();
    assertThat(new Refusals().original(caught(), null, headers, variables, exchange)).containsExactlyEntriesOf(Map.of("message", "Bad Request"));
    assertThat(headers).containsEntry(Exchange.HTTP_RESPONSE_CODE, 400);

    recorder.next = new Claim.Running(Duration.ofSeconds(1));
    assertThat(new Refusals().original(caught(), null, headers, variables, exchange).toString()).contains("code=11", "TRANSACTION_PENDING", "fraudStatus=false");
    assertThat(headers).containsEntry(Exchange.HTTP_RESPONSE_CODE, 500);
    assertThat(variables).as("no failure of ours").containsEntry("failed", false);
  }

  @Test
  void recalls_what_the_first_answer_was_made_of() throws Exception {
    Map<String, Object> variables = new HashMap<>();
    Map<String, Object> transaction = idempotency.recall(
        new Claim.Answered(7, 15, "held", 150, "[{\"code\": \"A\", \"text\": \"b\", \"rule\": \"a-rule\", \"contribution\": 150}]",
            "[{\"code\": \"S\", \"text\": \"t\", \"rule\": \"s-rule\", \"contribution\": 9}]", "v1", 345), variables);

    assertThat(transaction).containsEntry("transactionID", 7L);
    assertThat(variables).containsEntry("status", 15);
    assertThat(variables.get("verdict")).isEqualTo(new Verdict(Decision.HELD, 150, List.of(new Reason("A", "b", "a-rule", 150)),
        List.of(new Reason("S", "t", "s-rule", 9)), "v1", Duration.ofNanos(345_000)));
  }

  @Test
  void recalls_a_verdict_however_many_and_long_its_reasons_are() throws Exception {
    String reason = "{\"code\": \"A\", \"text\": \"%s\"}".formatted("long ".repeat(100));
    Map<String, Object> variables = new HashMap<>();
    idempotency.recall(new Claim.Answered(7, 15, "held", 150, "[" + String.join(",", Collections.nCopies(500, reason)) + "]", "v1"), variables);

    assertThat(((Verdict) variables.get("verdict")).reasons()).hasSize(500);
  }

  @Test
  void gives_back_the_key_it_holds_and_no_other() {
    idempotency.release(null);
    idempotency.release(new Claim.Answered(7, 15, "held", 150, "[]", "v1"));
    idempotency.release(RESERVED);

    assertThat(recorder.released).containsExactly(((Claim.Reserved) RESERVED).reservation());
  }

  @Test
  void a_database_that_is_away_is_no_answer() {
    Idempotency broken = new Idempotency(new IdempotencyKeys() {
      @Override
      public Claim claim(String key, String body, Duration reservation) {
        throw new QueryTimeoutException("away");
      }

      @Override
      public void release(Reservation reservation) {
        throw new AssertionError("nothing is held");
      }
    }, CardKeys.ofZeros(), new ObjectMapper(), MINUTE, new Patience(MINUTE, 64));

    assertThatThrownBy(() -> broken.reserve(request("a", "{}"))).isInstanceOf(QueryTimeoutException.class);
  }

  private Map<String, Object> refusal(Map<String, Object> headers) {
    return new Refusals().wadi(caught(), headers, exchange);
  }

  private Exception caught() {
    try {
      idempotency.reserve(request("a", "{}"));
    } catch (Exception e) {
      return new IllegalStateException(e); // as Camel wraps it
    }
    throw new AssertionError("it was not refused");
  }

  private static Message request(Object key, String body) {
    Message message = new DefaultExchange(CAMEL).getMessage();
    if (key != null) {
      message.setHeader("idempotency-key", key);
    }
    message.setBody(body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    return message;
  }
}
