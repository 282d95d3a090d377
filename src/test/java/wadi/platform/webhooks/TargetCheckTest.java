package wadi.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.StartupException;
import wadi.platform.targets.TargetRefused;

class TargetCheckTest {
  private final TargetCheck shipped = Targets.check();

  @ParameterizedTest
  @MethodSource("hostile")
  void refuses_what_leads_inside_in_any_spelling(String url) {
    assertThat(shipped.fault(url.formatted(8443))).as(url).isPresent();
  }

  static Stream<String> hostile() {
    return Stream.of(Targets.HOSTILE).filter(url -> !url.startsWith("https://hooks.example.org:%d"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void takes_hosts_on_the_internet(String url) {
    assertThat(shipped.fault(url)).isEmpty();
  }

  static Stream<String> good() {
    return Stream.of(Targets.GOOD);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "https://10.0.0.1/secret | the host's address 10.0.0.1 is not one on the Internet: it is private",
      "https://169.254.169.254/ | the host's address 169.254.169.254 is not one on the Internet: it is the metadata service of cloud machines",
      "http://hooks.example.org/ | the URL must begin with https://",
      "https://me:pw@hooks.example.org/ | the URL must have no user name or password before its host",
      "https://hooks.example.org:25/ | the port 25 is not allowed",
      "https://hooks.example.org/#x | the URL must have no part after a #",
      "https://0x7f.1/ | an IPv4 address is written as four decimal numbers from 0 to 255"})
  void says_in_a_sentence_what_is_wrong(String url, String sentence) {
    assertThat(shipped.fault(url)).contains(sentence);
  }

  @Test
  void says_no_more_of_a_url_than_its_host() {
    assertThat(Stream.of(Targets.HOSTILE).map(url -> shipped.fault(url.replace("%d", "1").replaceAll("/$", "/?token=S3CRET"))).flatMap(fault -> fault.stream()))
        .noneMatch(sentence -> sentence.contains("S3CRET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1:4711/", "https://10.1.2.3:9000/", "https://hooks.corp/in", "https://[fd00::7]/", "https://HOOKS.corp:1234/"})
  void takes_what_the_operator_allows_at_any_port(String url) {
    assertThat(Targets.check("WEBHOOKS_ALLOW", "127.0.0.1, 10.1.2.0/24,hooks.corp, fd00::/64").fault(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.2/", "https://10.1.3.3/", "https://other.corp/in", "https://[fd01::7]/", "https://[::ffff:127.0.0.1]/", "https://127.1/",
      "http://127.0.0.1/"})
  void takes_nothing_beside_it_and_no_other_spelling_of_it(String url) {
    assertThat(Targets.check("WEBHOOKS_ALLOW", "127.0.0.1, 10.1.2.0/24,hooks.corp, fd00::/64").fault(url)).isPresent();
  }

  @Test
  void takes_http_when_told_to() {
    assertThat(Targets.check("WEBHOOKS_HTTP", "true").fault("http://hooks.example.org/")).isEmpty();
  }

  @Test
  void refuses_a_name_that_stands_for_one_bad_address_among_good_ones() throws Exception {
    InetAddress[] both = {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")};
    assertThatThrownBy(() -> shipped.connect("hooks.example.org", 443, both)).isInstanceOf(TargetRefused.class).hasMessageContaining("10.0.0.1");
    assertThatCode(() -> shipped.connect("hooks.example.org", 443, new InetAddress[] {both[0]})).doesNotThrowAnyException();
  }

  @Test
  void lets_an_allowed_name_stand_for_any_address_and_other_names_for_allowed_ones_alone() throws Exception {
    TargetCheck check = Targets.check("WEBHOOKS_ALLOW", "hooks.corp, 10.1.2.0/24");
    assertThatCode(() -> check.connect("hooks.corp", 9000, new InetAddress[] {InetAddress.getByName("192.168.0.9")})).doesNotThrowAnyException();
    assertThatCode(() -> check.connect("b.example.org", 9000, new InetAddress[] {InetAddress.getByName("10.1.2.9")})).doesNotThrowAnyException();
    assertThatThrownBy(() -> check.connect("b.example.org", 9000, new InetAddress[] {InetAddress.getByName("8.8.8.8")})).hasMessageContaining("port 9000");
    assertThatThrownBy(() -> check.connect("b.example.org", 443, new InetAddress[] {InetAddress.getByName("192.168.0.9")})).hasMessageContaining("private");
  }

  @ParameterizedTest
  @CsvSource({"WEBHOOKS_ALLOW,10.0.0.0/33", "WEBHOOKS_ALLOW,https://x", "WEBHOOKS_ALLOW,300.1.1.1", "WEBHOOKS_PORTS,443;80", "WEBHOOKS_PORTS,70000", "WEBHOOKS_HTTP,yes"})
  void does_not_start_with_settings_it_cannot_use(String variable, String value) {
    assertThatThrownBy(() -> Targets.check(variable, value)).isInstanceOf(StartupException.class).hasMessageContaining(value)
        .hasMessageContaining(variable.toLowerCase(java.util.Locale.ROOT).replace('_', '.'));
  }
}
