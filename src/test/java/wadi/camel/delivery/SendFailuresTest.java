package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.delivery.SendFailure;

/** Which failures say something about the provider, and which only about one message. */
class SendFailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 402, 403, 404, 429, 500, 502, 503, 504})
  void an_account_a_limit_and_an_outage_concern_every_message(int status) {
    assertThat(failure(http(status)).ofProvider()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 408, 413, 422, 425})
  void a_reply_about_the_request_concerns_one_message(int status) {
    assertThat(failure(http(status)).ofProvider()).isFalse();
  }

  static Stream<Arguments> ofMail() {
    return Stream.of(
        Arguments.of(new ProviderUnreachable(new MessagingException("Got bad greeting", new SocketTimeoutException())), true),
        Arguments.of(new ProviderUnreachable(new MessagingException("Got bad greeting from SMTP host")), true),
        Arguments.of(new MessagingException("x", new SocketTimeoutException()), true),
        Arguments.of(new SMTPSenderFailedException(address(), "MAIL", 550, "550 no"), true),
        Arguments.of(new SMTPSenderFailedException(address(), "MAIL", 450, "450 not now"), true),
        Arguments.of(new SMTPAddressFailedException(address(), "RCPT", 550, "550 no"), false),
        Arguments.of(new SMTPAddressFailedException(address(), "RCPT", 421, "421 too many to you"), false),
        Arguments.of(new SMTPAddressFailedException(address(), "RCPT", 450, "450 busy"), false),
        Arguments.of(new SMTPAddressFailedException(address(), "RCPT", 530, "530 authenticate"), true),
        Arguments.of(ofData(421), true), Arguments.of(ofData(452), false), Arguments.of(ofData(554), false), Arguments.of(ofData(-1), true),
        Arguments.of(new AddressException("no"), false));
  }

  @ParameterizedTest
  @MethodSource("ofMail")
  void a_mail_server_that_is_not_there_concerns_every_message_and_a_mailbox_does_not(MessagingException thrown, boolean ofProvider) {
    assertThat(failure(new RuntimeException(thrown))).extracting(SendFailure::ofProvider).isEqualTo(ofProvider);
  }

  @Test
  void what_a_route_says_counts() {
    assertThat(failure(new SendRefused("x")).ofProvider()).isFalse();
    assertThat(failure(new SendDeferred("x")).ofProvider()).isFalse();
    assertThat(failure(new SendUnanswered("x")).ofProvider()).isFalse();
    assertThat(failure(new SendMisconfigured("x")).ofProvider()).isTrue();
    assertThat(failure(new SendDeferred("x", true, Optional.of(Duration.ofSeconds(7)))))
        .isEqualTo(new SendFailure(SendFailure.Kind.PASSING, true, "x", Optional.of(Duration.ofSeconds(7))));
  }

  @Test
  void no_connection_concerns_every_message_and_so_does_a_mistake_of_ours() {
    assertThat(failure(new ConnectException("refused")).ofProvider()).isTrue();
    assertThat(failure(new SocketTimeoutException()).ofProvider()).isTrue();
    assertThat(failure(new IllegalStateException("a bean")).ofProvider()).isTrue();
  }

  private static SendFailure failure(Throwable thrown) {
    return SendFailures.failure(thrown, NOW);
  }

  private static HttpOperationFailedException http(int status) {
    return new HttpOperationFailedException("https://api.example", status, "", null, Map.of(), "");
  }

  private static SMTPSendFailedException ofData(int reply) {
    return new SMTPSendFailedException(".", reply, reply + " said", null, null, null, null);
  }

  private static InternetAddress address() {
    try {
      return new InternetAddress("bob@example.org");
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }
}
