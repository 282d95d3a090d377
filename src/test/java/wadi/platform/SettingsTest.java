package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String KEY = "settings-test.some-thing.how-much";

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @AfterEach
  void clear() {
    System.clearProperty(KEY);
  }

  @Test
  void believes_the_environment_before_the_command_line_before_the_profile_before_the_file() throws Exception {
    write("application.properties", KEY + "=file\nother=kept");
    assertThat(load().text(KEY)).isEqualTo("file");
    write("application-night.properties", KEY + "=profile");
    assertThat(load().text(KEY)).as("no profile chosen").isEqualTo("file");
    environment.put("WADI_PROFILE", "night");
    assertThat(load().text(KEY)).isEqualTo("profile");
    assertThat(load().text("other")).isEqualTo("kept");
    assertThat(load().profile()).contains("night");
    System.setProperty(KEY, "command line");
    assertThat(load().text(KEY)).isEqualTo("command line");
    environment.put("SETTINGS_TEST_SOME_THING_HOW_MUCH", "environment");
    assertThat(load().text(KEY)).isEqualTo("environment");
  }

  @Test
  void reads_a_profile_that_the_file_chooses() throws Exception {
    write("application.properties", "wadi.profile=night\n" + KEY + "=file");
    write("application-night.properties", KEY + "=profile");
    assertThat(load().text(KEY)).isEqualTo("profile");
  }

  @Test
  void refuses_a_profile_without_its_file_and_a_folder_without_properties() throws Exception {
    assertThatThrownBy(this::load).isInstanceOf(StartupException.class).hasMessageContaining(home + "/application.properties")
        .hasMessageContaining("no such file");
    write("application.properties", "");
    environment.put("WADI_PROFILE", "nihgt");
    assertThatThrownBy(this::load).isInstanceOf(StartupException.class).hasMessageContaining("application-nihgt.properties");
  }

  @Test
  void names_the_file_that_cannot_be_read() throws Exception {
    write("application.properties", "key=\\u00zz");
    assertThatThrownBy(this::load).isInstanceOf(StartupException.class).hasMessageContaining("application.properties");
    Files.write(home.resolve("application.properties"), "name=Größe".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(this::load).isInstanceOf(StartupException.class).hasMessageContaining("application.properties")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void reads_utf_8_and_takes_blanks_from_both_ends() throws Exception {
    assertThat(with("  Größe ✓  ").text(KEY)).isEqualTo("Größe ✓");
  }

  @Test
  void takes_a_blank_for_no_value_and_says_both_places_to_set_it() throws Exception {
    Settings settings = with("  ");
    assertThat(settings.optional(KEY)).isEmpty();
    assertThatThrownBy(() -> settings.text(KEY)).isInstanceOf(StartupException.class).hasMessageContaining(KEY)
        .hasMessageContaining("application.properties").hasMessageContaining("SETTINGS_TEST_SOME_THING_HOW_MUCH");
  }

  @ParameterizedTest
  @CsvSource({"0ms, PT0S", "500ms, PT0.5S", "30s, PT30S", "10 m, PT10M", "24h, PT24H", "7d, PT168H"})
  void reads_durations(String value, Duration expected) throws Exception {
    assertThat(with(value).duration(KEY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "-1s", "1.5s", "30 sec", "1h30m", "PT30S", "s", "9999999999s", "30S"})
  void refuses_what_is_no_duration(String value) throws Exception {
    Settings settings = with(value);
    assertRefused(() -> settings.duration(KEY), value, "500ms, 30s, 10m, 24h or 7d");
  }

  @ParameterizedTest
  @CsvSource({"0B, 0", "4096B, 4096", "512KiB, 524288", "10 MiB, 10485760", "999999999MiB, 1048575998951424"})
  void reads_sizes(String value, long expected) throws Exception {
    assertThat(with(value).size(KEY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4096", "1MB", "1kib", "-1B", "1.5MiB", "1GiB"})
  void refuses_what_is_no_size(String value) throws Exception {
    Settings settings = with(value);
    assertRefused(() -> settings.size(KEY), value, "4096B, 512KiB or 1MiB");
  }

  @Test
  void reads_numbers_up_to_their_bounds() throws Exception {
    assertThat(with("2").number(KEY, 2, 5)).isEqualTo(2);
    assertThat(with("5").number(KEY, 2, 5)).isEqualTo(5);
    assertThat(with("65535").port(KEY)).isEqualTo(65_535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "6", "three", "2.0", "99999999999", "0x3"})
  void refuses_other_numbers(String value) throws Exception {
    Settings settings = with(value);
    assertRefused(() -> settings.number(KEY, 2, 5), value, "a whole number from 2 to 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http"})
  void refuses_what_is_no_port(String value) throws Exception {
    Settings settings = with(value);
    assertRefused(() -> settings.port(KEY), value, "from 1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "False, false"})
  void reads_flags(String value, boolean expected) throws Exception {
    assertThat(with(value).flag(KEY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Yes", "1", "on", "truee"})
  void refuses_other_flags_as_they_were_written(String value) throws Exception {
    Settings settings = with(value);
    assertRefused(() -> settings.flag(KEY), value, "true or false");
  }

  @Test
  void reads_one_of_its_words_and_refuses_others() throws Exception {
    assertThat(with("smtp").choice(KEY, "smtp", "ses")).isEqualTo("smtp");
    Settings settings = with("SMTP");
    assertRefused(() -> settings.choice(KEY, "smtp", "ses"), "SMTP", "one of smtp, ses");
  }

  @Test
  void begins_a_relative_path_at_home() throws Exception {
    assertThat(with("data/../data").path(KEY)).isEqualTo(home.resolve("data"));
    assertThat(with("/var/lib/wadi").path(KEY)).isEqualTo(Path.of("/var/lib/wadi"));
  }

  private static void assertRefused(ThrowingCallable read, String value, String expected) {
    assertThatThrownBy(read).isInstanceOf(StartupException.class)
        .hasMessageContaining(KEY).hasMessageContaining("\"" + value + "\"").hasMessageContaining(expected);
  }

  private Settings with(String value) throws IOException {
    write("application.properties", KEY + "=" + value);
    return load();
  }

  private Settings load() {
    return Settings.load(home, environment::get);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
  }
}
