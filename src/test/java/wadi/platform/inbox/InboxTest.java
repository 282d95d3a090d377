package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import wadi.platform.postgres.TestDatabase;
import wadi.domain.intake.StorableText;

class InboxTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");

  private Inbox inbox;

  @BeforeEach
  void open() {
    inbox = new Inbox(database.dataSource());
  }

  @Test
  void hands_out_what_was_added_oldest_first() {
    InboxMessage mail = new InboxMessage("email", "a@example.org", "Ünïcode 🚀", "text", "<p>html</p>", AT);
    InboxMessage sms = new InboxMessage("sms", "+4412345", "", "hello", null, AT.minusSeconds(60));
    inbox.add(mail);
    inbox.add(sms);
    assertThat(inbox.messages()).containsExactly(mail, sms);
  }

  @Test
  void is_empty_after_clear() {
    inbox.add(sms("one"));
    inbox.clear();
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void keeps_one_row_for_each_recipient() {
    inbox.add(sms("to all"), List.of("+1", "+2", "+3"));
    assertThat(inbox.messages()).extracting(InboxMessage::to).containsExactlyInAnyOrder("+1", "+2", "+3");
  }

  @Test
  void hands_out_no_more_than_the_last_thousand() {
    inbox.add(sms("old"), numbers(50));
    inbox.add(sms("new"), numbers(1_000));
    inbox.add(sms("last"));
    assertThat(inbox.messages()).hasSize(1_000).extracting(InboxMessage::text).doesNotContain("old").endsWith("last");
  }

  @Test
  void stores_little_more_than_the_last_thousand() {
    IntStream.range(0, 1_500).forEach(n -> inbox.add(sms("message " + n)));
    assertThat(stored()).isBetween(1_000, 1_100);
    assertThat(inbox.messages().get(0).text()).isEqualTo("message 500");
  }

  @Test
  void keeps_a_thousand_when_failed_inserts_left_gaps_in_the_ids() {
    inbox.add(sms("before the gap"), numbers(1_000));
    database.jdbc().sql("select setval(pg_get_serial_sequence('inbox_message', 'id'), 10000000)").query().singleRow();
    inbox.add(sms("after"), numbers(100));
    assertThat(stored()).isEqualTo(1_000);
    assertThat(inbox.messages()).hasSize(1_000);
  }

  @Test
  void hands_out_only_the_newest_of_very_large_messages() {
    String large = "x".repeat(5 << 20);
    IntStream.range(0, 8).forEach(n -> inbox.add(new InboxMessage("email", "a@b", "" + n, large, null, AT)));
    assertThat(inbox.messages()).extracting(InboxMessage::subject).containsExactly("2", "3", "4", "5", "6", "7");
  }

  @Test
  void hands_out_the_newest_message_however_large() {
    inbox.add(sms("small"));
    inbox.add(sms("x".repeat((32 << 20) + 1)));
    assertThat(inbox.messages()).hasSize(1);
  }

  @Test
  void replaces_what_postgresql_refuses() {
    inbox.add(new InboxMessage("email", "a\0@b", "lone \ud83d high", "low \ude80\0", "<b>\ud83d", AT));
    assertThat(inbox.messages())
        .containsExactly(
            new InboxMessage("email", "a\ufffd@b", "lone \ufffd high", "low \ufffd\ufffd", "<b>\ufffd", AT));
  }

  @Test
  void leaves_whole_surrogate_pairs_alone() {
    assertThat(StorableText.of("\ud83d\ude80\ud83d\ud83d\ude80")).isEqualTo("\ud83d\ude80\ufffd\ud83d\ude80");
  }

  @Test
  void knows_six_channels_only() {
    assertThatIllegalArgumentException().isThrownBy(() -> new InboxMessage("fax", "1", "", "", null, AT));
    InboxMessage.CHANNELS.forEach(
        channel -> inbox.add(new InboxMessage(channel, "1", "", "", null, AT)));
    assertThat(inbox.messages()).extracting(InboxMessage::channel)
        .containsExactlyInAnyOrder("email", "sms", "push", "webhook", "callback", "dummy");
  }

  @Test
  void says_so_when_the_database_is_down() {
    FaultyDataSource faulty = new FaultyDataSource(database.dataSource());
    faulty.goDown();
    Inbox broken = new Inbox(faulty);
    assertThatThrownBy(() -> broken.add(sms("lost"))).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(broken::messages).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(broken::clear).isInstanceOf(DataAccessException.class);
  }

  private static InboxMessage sms(String text) {
    return new InboxMessage("sms", "+44", "", text, null, AT);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(n -> "+" + n).toList();
  }

  private int stored() {
    return database.jdbc().sql("select count(*) from inbox_message").query(Integer.class).single();
  }
}
