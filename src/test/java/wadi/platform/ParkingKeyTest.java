package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.ParkingKey.Sealed;

class ParkingKeyTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);
  private static final byte[] TEXT = "{\"card\": \"4111111111111111\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void opens_what_it_sealed_and_shows_nothing_of_it() throws Exception {
    ParkingKey key = key(ONE);
    Sealed sealed = key.seal(TEXT, "route a");
    assertThat(key.open(sealed, "route a")).hasValue(TEXT);
    assertThat(new String(sealed.text(), StandardCharsets.ISO_8859_1)).doesNotContain("4111", "card");
    assertThat(sealed.key()).matches("[0-9a-f]{8}").isNotEqualTo("11111111");
    assertThat(sealed.nonce()).hasSize(12);
    assertThat(sealed.text()).as("with its tag").hasSize(TEXT.length + 16);
  }

  @Test
  void seals_the_same_text_differently_each_time() throws Exception {
    ParkingKey key = key(ONE);
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> new String(key.seal(TEXT, "a").nonce(), StandardCharsets.ISO_8859_1)).distinct()).hasSize(1_000);
  }

  @Test
  void does_not_open_what_somebody_changed() throws Exception {
    ParkingKey key = key(ONE);
    Sealed sealed = key.seal(TEXT, "a");
    for (int i = 0; i < sealed.text().length; i++) {
      byte[] changed = sealed.text().clone();
      changed[i] ^= 1;
      assertThat(key.open(new Sealed(sealed.key(), sealed.nonce(), changed), "a")).isEmpty();
    }
    byte[] nonce = sealed.nonce().clone();
    nonce[0] ^= 1;
    assertThat(key.open(new Sealed(sealed.key(), nonce, sealed.text()), "a")).isEmpty();
    assertThat(key.open(new Sealed(sealed.key(), sealed.nonce(), new byte[3]), "a")).isEmpty();
  }

  @Test
  void does_not_open_for_another_purpose_or_with_another_key() throws Exception {
    Sealed sealed = key(ONE).seal(TEXT, "route a");
    assertThat(key(ONE).open(sealed, "route b")).isEmpty();
    assertThat(key(TWO).open(sealed, "route a")).isEmpty();
    assertThat(key(TWO).open(new Sealed(key(TWO).seal(TEXT, "route a").key(), sealed.nonce(), sealed.text()), "route a")).isEmpty();
  }

  @Test
  void can_be_replaced_while_the_old_one_still_opens() throws Exception {
    Sealed old = key(ONE).seal(TEXT, "a");
    ParkingKey both = key(TWO + ", " + ONE);
    assertThat(both.open(old, "a")).hasValue(TEXT);
    assertThat(key(TWO).open(both.seal(TEXT, "a"), "a")).hasValue(TEXT);
  }

  @Test
  void comes_from_the_card_key_unless_it_is_given() throws Exception {
    Sealed derived = key(null).seal(TEXT, "a");
    assertThat(key(null).open(derived, "a")).hasValue(TEXT);
    assertThat(key(ONE).open(derived, "a")).as("parked before a key was given").hasValue(TEXT);
    assertThat(key(ONE).seal(TEXT, "a").key()).isNotEqualTo(derived.key());
    environment.put("CARD_KEY", "c".repeat(64));
    assertThat(key(null).open(derived, "a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "correct horse battery staple", "1111", ","})
  void says_how_a_key_must_look_and_not_how_this_one_does(String bad) {
    assertThatThrownBy(() -> key(ONE + "," + bad)).isInstanceOf(StartupException.class).hasMessageContaining("PARKING_KEY").hasMessageContaining("64")
        .hasMessageNotContaining("1111").hasMessageNotContaining("horse").hasNoCause();
  }

  private ParkingKey key(String given) throws Exception {
    Files.writeString(home.resolve("application.properties"), "");
    environment.putIfAbsent("CARD_KEY", "a".repeat(64));
    environment.put("PARKING_KEY", given);
    Settings settings = Settings.load(home, environment::get);
    try (DataDirectory data = DataDirectory.open(home.resolve("data"))) {
      return ParkingKey.of(settings, CardKey.of(settings, data));
    }
  }
}
