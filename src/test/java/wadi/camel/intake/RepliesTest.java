package wadi.camel.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Verdict;

class RepliesTest {
  /** The original answered 500 to whatever it did not sell. */
  @ParameterizedTest
  @CsvSource({"15, false", "17, true", "16, true"})
  void in_the_words_of_the_original_what_is_held_is_no_failure_of_ours_and_what_could_not_be_settled_is(int status, boolean failed) {
    Map<String, Object> headers = new HashMap<>();
    Map<String, Object> variables = new HashMap<>();
    Verdict verdict = new Verdict(Decision.HELD, 100, List.of(), "v1");
    new Replies().original(Map.of("transactionID", 1L), verdict, status, headers, variables);
    assertThat(headers).containsEntry(Exchange.HTTP_RESPONSE_CODE, 500);
    assertThat(variables).containsEntry("failed", failed);
  }
}
