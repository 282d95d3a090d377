package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.targets.TargetRefused;

class SiteUrlTest {
  @ParameterizedTest
  @CsvSource({"http://example.org, http://example.org/", "HTTPS://Example.ORG:443/A?b#c, https://example.org/A?b", "http://example.org:8080?x=1, http://example.org:8080/?x=1",
      "https://m\u00fcnchen.example/stra\u00dfe, https://xn--mnchen-3ya.example/stra%C3%9Fe", "http://example.org/a b|c%20d%zz, http://example.org/a%20b%7Cc%20d%25zz",
      "http://[2001:db8::1]:81/, http://[2001:db8:0:0:0:0:0:1]:81/", "http://user:pa@ss@example.org/, http://example.org/", "'  https://example.org/  ', https://example.org/",
      "http://example.org./, http://example.org/", "http://example.org:/, http://example.org/"})
  void one_spelling(String written, String meant) throws TargetRefused {
    assertThat(SiteUrl.of(written).text()).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "ftp://example.org/", "http://", "http:///x", "http://a..b/", "http://exa mple.org/", "http://example.org:99999/", "http://example.org:0/",
      "http://127.1/", "http://0x7f.1/", "http://\\\\example.org/", "http://example.org\\@evil.example/", "file:///etc/passwd"})
  void what_is_no_url_is_refused(String written) {
    assertThatThrownBy(() -> SiteUrl.of(written)).isInstanceOf(TargetRefused.class);
  }

  @ParameterizedTest
  @CsvSource({"/x, https://h.example/x", "x, https://h.example/a/x", "../x, https://h.example/x", "?y=2, https://h.example/a/b?y=2", "//other.example/x, https://other.example/x",
      "http://other.example, http://other.example/", "'', https://h.example/a/b?q=1", "#part, https://h.example/a/b?q=1", "./x y, https://h.example/a/x%20y",
      "https://user:secret@h.example/, https://h.example/"})
  void redirects_are_resolved(String location, String meant) throws TargetRefused {
    SiteUrl to = SiteUrl.of("https://h.example/a/b?q=1#x").to(location);
    assertThat(to.text()).isEqualTo(meant);
    assertThat(to.login()).isEmpty();
  }

  @Test
  void a_redirect_in_raw_utf_8_is_understood() throws TargetRefused {
    assertThat(SiteUrl.of("https://h.example/").to("/stra\u00c3\u009fe").text()).isEqualTo("https://h.example/stra%C3%9Fe");
  }

  @Test
  void people_see_neither_login_nor_query() throws TargetRefused {
    SiteUrl url = SiteUrl.of("https://user:secret@h.example:8443/a?token=secret");
    assertThat(url.login()).contains("user:secret");
    assertThat(url.place() + url.origin() + url.shown()).doesNotContain("secret");
  }
}
