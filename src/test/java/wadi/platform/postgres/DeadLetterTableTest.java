package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataIntegrityViolationException;
import wadi.platform.ParkingKey;
import wadi.platform.ports.DeadLetter;

@Timeout(60)
class DeadLetterTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final byte[] ORIGINAL = "{\"card\": \"4111111111111111\"}".getBytes(StandardCharsets.UTF_8);

  private final DeadLetterTable dead = new DeadLetterTable(database.database(), new ParkingKey(List.of(new byte[32])));

  @Test
  void a_dead_letter_is_kept_each_time() {
    dead.park(new DeadLetter("take-transaction", "receive", null, "no payment", "{\"card\": \"411111******1111\"}", null));
    dead.park(new DeadLetter("take-transaction", null, 7L, "no payment", "", null));
    assertThat(database.jdbc().sql("select concat_ws('/', source, from_route, replay_of, reason, preview, status) from dead_letter order by id")
        .query(String.class).list())
        .containsExactly("take-transaction/receive/no payment/{\"card\": \"411111******1111\"}/parked", "take-transaction/7/no payment//parked");
  }

  @Test
  void the_original_is_kept_unreadable_and_opens() {
    long id = park();
    assertThat(database.jdbc().sql("select encode(original, 'escape') || dead_letter::text from dead_letter").query(String.class).single())
        .doesNotContain("4111111111111111");
    assertThat(dead.open(hold(id).orElseThrow())).hasValue(ORIGINAL);
  }

  @Test
  void an_original_moved_to_another_route_does_not_open() {
    long id = park();
    database.jdbc().sql("update dead_letter set from_route = 'elsewhere'").update();
    assertThat(dead.open(hold(id).orElseThrow())).isEmpty();
  }

  @Test
  void one_that_is_closed_has_no_original() {
    long id = park();
    dead.close(id, "replayed");
    assertThat(hold(id)).hasValueSatisfying(letter -> {
      assertThat(letter.status()).isEqualTo("replayed");
      assertThat(letter.original()).isNull();
    });
    assertThat(database.count("select count(*) from dead_letter where closed_at is not null and num_nulls(original, original_key, original_nonce) = 3")).isEqualTo(1);
    assertThatThrownBy(() -> dead.close(id, "lost")).isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void one_is_held_by_one_at_a_time() {
    long id = park();
    database.database().inTransaction(() -> {
      assertThat(dead.hold(id)).isPresent();
      assertThat(CompletableFuture.supplyAsync(() -> hold(id)).join()).isEmpty();
    });
    assertThat(hold(id)).isPresent();
    assertThat(dead.exists(id)).isTrue();
    assertThat(dead.exists(id + 1)).isFalse();
  }

  private long park() {
    dead.park(new DeadLetter("accept", "receive", null, "poison", "preview", ORIGINAL));
    return database.count("select max(id) from dead_letter");
  }

  private Optional<DeadLetterTable.Held> hold(long id) {
    return dead.hold(id);
  }
}
