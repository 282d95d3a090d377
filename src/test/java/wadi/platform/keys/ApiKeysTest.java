package wadi.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.keys.KeyChanges.NotChanged;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.ApiKeyTable.Refused;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.TestDatabase;

class ApiKeysTest {
  @RegisterExtension
  static final TestDatabase database = new TestDatabase();
  private static final Actor ANNA = new Actor("anna@desk", "127.0.0.1", null);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private KeyChanges changes;
  private ApiKeys keys;

  @BeforeEach
  void begin() {
    keys = ApiKeys.start(database.database());
    changes = new KeyChanges(new ApiKeyTable(database.database()), Path.of("").toAbsolutePath(), keys::look);
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @Test
  void a_new_key_opens_its_scopes_at_once_and_stands_nowhere_in_the_database() {
    assertThat(keys.isEmpty()).isTrue();
    String key = create("shop", "notifications", "mail");
    assertThat(keys.isEmpty()).isFalse();
    assertThat(keys.find(key)).hasValueSatisfying(found -> {
      assertThat(found.name()).isEqualTo("shop");
      assertThat(found.scopes()).isEqualTo(Set.of("mail", "notifications"));
      assertThat(found.rate()).hasValue(7);
    });
    assertThat(keys.find(key + "x")).isEmpty();
    String row = database.jdbc().sql("select row_to_json(k)::text from api_key k").query(String.class).single();
    assertThat(row).contains(KeyText.hash(key)).doesNotContain(key).doesNotContain(key.substring(6, 20));
    assertThat(changes.list()).contains("shop", "notifications").doesNotContain(KeyText.hash(key)).doesNotContain(key);
  }

  @Test
  void each_change_is_in_the_audit_and_none_that_was_refused() {
    create("shop", "mail");
    changes.rotate("shop", KeyText.hash(KeyText.create()), Duration.ofHours(1), ANNA);
    changes.revoke("shop", ANNA);
    assertThatThrownBy(() -> changes.revoke("shop", ANNA)).isInstanceOf(NotChanged.class);
    assertThat(database.jdbc().sql("select action || ' ' || target || ' ' || actor from audit order by id").query(String.class).list())
        .containsExactly("create-key key/shop anna@desk", "rotate-key key/shop anna@desk", "revoke-key key/shop anna@desk");
  }

  @Test
  void while_a_key_is_rotated_both_open_and_then_only_the_new_one_with_the_same_scopes() {
    String old = create("shop", "mail");
    String next = KeyText.create();
    changes.rotate("shop", KeyText.hash(next), Duration.ofMillis(700), ANNA);
    assertThat(keys.find(old)).isPresent();
    assertThat(keys.find(next)).hasValueSatisfying(key -> {
      assertThat(key.scopes()).containsExactly("mail");
      assertThat(key.rate()).hasValue(7);
    });
    await().atMost(PATIENCE).until(() -> keys.find(old).isEmpty());
    assertThat(keys.find(next)).isPresent();
  }

  @Test
  void a_second_rotation_gives_the_first_key_no_more_time() {
    String first = create("shop", "mail");
    changes.rotate("shop", KeyText.hash(KeyText.create()), Duration.ofHours(1), ANNA);
    changes.rotate("shop", KeyText.hash(KeyText.create()), Duration.ofHours(9), ANNA);
    assertThat(database.count("select count(*) from api_key where expires_at < now() + interval '61 minutes' and hash = ?", KeyText.hash(first))).isEqualTo(1);
    assertThat(database.count("select count(*) from api_key where expires_at > now() + interval '8 hours'")).isEqualTo(1);
  }

  @Test
  void revoking_ends_the_old_and_the_new_one_also_in_other_processes() {
    String old = create("shop", "mail");
    String next = KeyText.create();
    changes.rotate("shop", KeyText.hash(next), Duration.ofHours(1), ANNA);
    new KeyChanges(new ApiKeyTable(database.database()), Path.of(""), () -> { }).revoke("shop", ANNA);
    await().atMost(Duration.ofSeconds(5)).until(() -> keys.find(old).isEmpty() && keys.find(next).isEmpty());
    assertThat(keys.isEmpty()).isFalse();
  }

  @Test
  void while_the_database_is_away_the_last_known_keys_go_on_opening() {
    String key = KeyText.create();
    Database own = Database.connect(database.server().url(), database.server().user(), database.server().password(), 2);
    try (ApiKeys there = ApiKeys.start(own)) {
      new KeyChanges(new ApiKeyTable(own), Path.of(""), there::look).create("shop", KeyText.hash(key), List.of("mail"), OptionalInt.empty(), false, ANNA);
      own.close();
      there.look();
      assertThat(there.find(key)).isPresent();
    }
  }

  @Test
  void a_name_and_a_key_are_given_once() {
    String key = create("shop", "mail");
    assertThat(refusal(() -> create("shop", "mail"))).contains(Refused.NAME_TAKEN);
    assertThat(refusal(() -> changes.create("other", KeyText.hash(key), List.of("mail"), OptionalInt.empty(), false, ANNA))).contains(Refused.KEY_KNOWN);
    changes.revoke("shop", ANNA);
    assertThat(refusal(() -> changes.create("shop", KeyText.hash(key), List.of("mail"), OptionalInt.empty(), true, ANNA))).contains(Refused.KEY_KNOWN);
    assertThat(refusal(() -> changes.rotate("nobody", KeyText.hash(KeyText.create()), Duration.ZERO, ANNA))).contains(Refused.NO_SUCH_NAME);
  }

  @Test
  void a_name_that_was_used_is_given_again_only_to_who_says_so() {
    create("shop", "mail");
    changes.revoke("shop", ANNA);
    assertThat(refusal(() -> create("shop", "mail"))).contains(Refused.NAME_USED);
    String key = KeyText.create();
    changes.create("shop", KeyText.hash(key), List.of("mail"), OptionalInt.empty(), true, ANNA);
    keys.look();
    assertThat(keys.find(key)).isPresent();
    assertThat(refusal(() -> changes.create("shop", KeyText.hash(KeyText.create()), List.of("mail"), OptionalInt.empty(), true, ANNA))).contains(Refused.NAME_TAKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-shop", "shop/../other", "a b", "größe", "a'b"})
  void a_name_that_could_be_misread_is_refused(String name) {
    assertThatThrownBy(() -> create(name, "mail")).isInstanceOf(NotChanged.class).hasMessageContaining("letters, digits");
  }

  @Test
  void a_scope_that_is_no_folder_of_routes_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> create("shop", "notfications")).hasMessageContaining("notfications").hasMessageContaining("mail, notifications");
    assertThatThrownBy(() -> create("shop", "delivery")).isInstanceOf(NotChanged.class);
    assertThatThrownBy(() -> create("shop")).hasMessageContaining("A scope is missing");
    assertThat(database.count("select count(*) from api_key")).isZero();
  }

  private static Optional<Refused> refusal(ThrowingCallable change) {
    return ((NotChanged) catchThrowable(change)).why();
  }

  private String create(String name, String... scopes) {
    String key = KeyText.create();
    changes.create(name, KeyText.hash(key), List.of(scopes), OptionalInt.of(7), false, ANNA);
    return key;
  }
}
