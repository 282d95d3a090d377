package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesTest {
  @TempDir
  private Path home;

  @Test
  void without_the_property_a_process_does_everything() throws IOException {
    assertThat(Roles.of(Settings.load(home(), name -> null)).has("intake")).isTrue();
  }

  @Test
  void names_groups_divided_by_commas_and_blanks() throws IOException {
    Roles roles = roles(" alerting , delivery");
    assertThat(roles.has("alerting")).isTrue();
    assertThat(roles.has("delivery")).isTrue();
    assertThat(roles.has("intake")).isFalse();
    assertThat(roles.words()).containsExactly("alerting", "delivery");
  }

  @Test
  void what_parks_messages_is_everywhere() throws IOException {
    assertThat(roles("fraud").has("errors")).isTrue();
  }

  @Test
  void knows_which_words_are_no_group() throws IOException {
    assertThat(roles("all").unknown(List.of("intake"))).isEmpty();
    assertThat(roles("intake,frued").unknown(List.of("intake", "fraud"))).containsExactly("frued");
  }

  private Roles roles(String words) throws IOException {
    return Roles.of(Settings.load(home(), Map.of("ROLES", words)::get));
  }

  private Path home() throws IOException {
    Files.writeString(home.resolve("application.properties"), "");
    return home;
  }
}
