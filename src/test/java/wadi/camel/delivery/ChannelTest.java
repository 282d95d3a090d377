package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.Settings;
import wadi.platform.StartupException;

class ChannelTest {
  @TempDir
  private Path home;

  @Test
  void is_whatever_has_a_provider() throws IOException {
    assertThat(Channel.all(settings("""
        delivery.whatsapp.provider=acme
        delivery.email.provider=smtp
        delivery.email.smtp.host=h
        delivery.retry-for=1h
        intake.sms.provider=x
        """))).containsExactly(new Channel("email"), new Channel("whatsapp"));
  }

  @Test
  void needs_a_route_for_its_provider_and_nothing_else() throws IOException {
    Files.createDirectories(home.resolve("routes/delivery"));
    Files.writeString(home.resolve("routes/delivery/send-whatsapp-acme.camel.yaml"), "");
    Settings settings = settings("delivery.whatsapp.provider=acme");
    assertThatCode(() -> new Channel("whatsapp").check(settings)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "delivery.whatsapp.provider=acne|delivery.whatsapp.provider|\"acne\"; it must be one of acme, other",
      "delivery.whatsapp.provider=|delivery.whatsapp.provider|has no value",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.budget=lots|delivery.whatsapp.budget|lots",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.zone=Mars/Base|delivery.whatsapp.zone|Mars/Base",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.concurrency=0|delivery.whatsapp.concurrency|from 1 to 1000",
      "delivery.whatsapp.provider=acme, acne|delivery.whatsapp.provider|\"acme, acne\"; it must be one of acme, other, or several",
      "delivery.whatsapp.provider=acme,acme|delivery.whatsapp.provider|\"acme,acme\"",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.release=daily|delivery.whatsapp.release|\"daily\"; it must be immediate, steady or hourly",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.acme.release=hourly|delivery.whatsapp.acme|needs a budget \"per hour\"",
      "delivery.whatsapp.provider=acme;delivery.whatsapp.acme.end-of-day=25:00|delivery.whatsapp.acme.end-of-day|a time such as 23:05"})
  void names_the_property_that_is_wrong(String properties, String key, String message) throws IOException {
    Files.createDirectories(home.resolve("routes/delivery"));
    Files.writeString(home.resolve("routes/delivery/send-whatsapp-acme.camel.yaml"), "");
    Files.writeString(home.resolve("routes/delivery/send-whatsapp-other.camel.yaml"), "");
    Settings settings = settings(properties.replace(';', '\n'));
    assertThatThrownBy(() -> new Channel("whatsapp").check(settings)).isInstanceOf(StartupException.class).hasMessageContaining(key).hasMessageContaining(message);
  }

  @Test
  void says_which_file_to_write_when_there_is_none() throws IOException {
    Files.createDirectories(home.resolve("routes"));
    Settings settings = settings("delivery.whatsapp.provider=acme");
    assertThatThrownBy(() -> new Channel("whatsapp").check(settings)).isInstanceOf(StartupException.class)
        .hasMessageContaining("write routes/delivery/send-whatsapp-acme.camel.yaml");
  }

  private Settings settings(String properties) throws IOException {
    Files.writeString(home.resolve("application.properties"), properties);
    return Settings.load(home, key -> null);
  }
}
