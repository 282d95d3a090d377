package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardKeyTest {
  private static final String CARD = "4111111111111111";
  private static final String KEY = "00112233445566778899AABBccddeeff00112233445566778899aabbccddeeff";

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();
  private DataDirectory data;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(home.resolve("application.properties"), "");
    data = DataDirectory.open(home.resolve("data"));
  }

  @AfterEach
  void close() throws Exception {
    data.close();
  }

  @Test
  void gives_the_same_digits_the_same_print_and_others_another() throws Exception {
    environment.put("CARD_KEY", KEY);
    CardKey key = key();
    assertThat(key.fingerprint(CARD)).hasSize(22).matches("[A-Za-z0-9_-]+").isEqualTo(key().fingerprint(CARD))
        .isNotEqualTo(key.fingerprint("4111111111111112")).isNotEqualTo(key.proof());
    List<String> prints = Together.run(8, thread -> key.fingerprint(CARD));
    assertThat(prints).containsOnly(key.fingerprint(CARD));
  }

  @Test
  void for_work_beside_a_wadi_it_is_the_key_in_the_data_directory_which_may_be_in_use() {
    environment.put("DATA_DIR", home.resolve("data").toString());
    Settings settings = Settings.load(home, environment::get);
    CardKey key = CardKey.of(settings, data);
    assertThat(CardKey.forOffline(settings).fingerprint(CARD)).isEqualTo(key.fingerprint(CARD));
    environment.put("CARD_KEY", KEY);
    assertThat(CardKey.forOffline(Settings.load(home, environment::get)).fingerprint(CARD)).isNotEqualTo(key.fingerprint(CARD));
  }

  @Test
  void for_work_without_any_wadi_it_is_thrown_away_and_nothing_is_made() throws Exception {
    environment.put("DATA_DIR", home.resolve("none").toString());
    Settings settings = Settings.load(home, environment::get);
    CardKey key = CardKey.forOffline(settings);
    assertThat(key.fingerprint(CARD)).hasSize(22).isEqualTo(key.fingerprint(CARD)).isNotEqualTo(CardKey.forOffline(settings).fingerprint(CARD));
    assertThat(home.resolve("none")).doesNotExist();
    Files.createDirectories(home.resolve("none/secrets"));
    Files.writeString(home.resolve("none/secrets/card-key"), "no key");
    assertThatThrownBy(() -> CardKey.forOffline(settings)).isInstanceOf(StartupException.class).hasMessageContaining("64 hexadecimal digits").hasMessageNotContaining("no key");
  }

  /** So that a print is not another one after an update. */
  @Test
  void is_the_first_half_of_an_hmac_sha_256() throws Exception {
    environment.put("CARD_KEY", KEY);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
    byte[] expected = Arrays.copyOf(mac.doFinal(CARD.getBytes()), 16);
    assertThat(Base64.getUrlDecoder().decode(key().fingerprint(CARD))).isEqualTo(expected);
  }

  @Test
  void depends_on_the_key() {
    environment.put("CARD_KEY", KEY);
    CardKey one = key();
    environment.put("CARD_KEY", KEY.replace('0', '1'));
    CardKey other = key();
    assertThat(one.fingerprint(CARD)).isNotEqualTo(other.fingerprint(CARD));
    assertThat(one.proof()).isNotEqualTo(other.proof());
  }

  @Test
  void is_made_in_the_data_directory_and_stays() {
    String print = key().fingerprint(CARD);
    assertThat(key().fingerprint(CARD)).isEqualTo(print);
    assertThat(home.resolve("data/secrets/card-key")).content().matches("[0-9a-f]{64}");
  }

  @Test
  void must_be_given_for_a_database_that_others_share() {
    environment.put("DATABASE_URL", "jdbc:postgresql://db/wadi");
    assertThatThrownBy(this::key).isInstanceOf(StartupException.class)
        .hasMessageContaining("CARD_KEY").hasMessageContaining("database.url").hasMessageContaining("64");
    assertThat(home.resolve("data/secrets/card-key")).doesNotExist();
    environment.put("CARD_KEY", KEY);
    assertThat(key().fingerprint(CARD)).hasSize(22);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0011223344", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00", "correct horse battery staple"})
  void says_how_a_key_must_look_and_not_how_this_one_does(String bad) {
    environment.put("CARD_KEY", bad);
    assertThatThrownBy(this::key).isInstanceOf(StartupException.class).hasMessageContaining("CARD_KEY").hasMessageContaining("64")
        .hasMessageNotContaining(bad).hasMessageNotContaining(bad.substring(0, 5)).hasNoCause();
  }

  private CardKey key() {
    return CardKey.of(Settings.load(home, environment::get), data);
  }
}
