package wadi.camel.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.sites.SiteEntry;
import wadi.platform.Settings;
import wadi.platform.ops.UnusableSites;

class SitePapersTest {
  private final SitePapers papers = new SitePapers(() -> Settings.load(Path.of("").toAbsolutePath(), name -> null));

  @Test
  void reads_everything_a_site_may_have_and_writes_the_same() {
    SiteEntry site = papers.one("""
        {"name": "shop", "url": "https://shop.example.com/", "every": "1m", "timeout": "3s", "after": 3, "status": ["200-202", 301], "regexp": "Add to (cart|basket)",
         "absent": "Error", "json": {"$.status": "ok"}, "header": {"Content-Type": "text/html"}, "within": "800ms", "certificate-days": 14,
         "redirects-to": "https://www.example.com/", "credentials": "SITES_SHOP_LOGIN", "recipients": {"email": ["desk@example.com"]}, "enabled": false}""");

    assertThat(site.every()).contains(Duration.ofMinutes(1));
    assertThat(site.expectations().statuses()).containsExactly(200, 201, 202, 301);
    assertThat(site.recipients().get("email")).containsEntry("critical", List.of("desk@example.com")).containsEntry("low", List.of("desk@example.com"));
    assertThat(papers.document(site)).containsEntry("every", "1m").containsEntry("status", List.of("200-202", "301")).containsEntry("within", "800ms");
    assertThat(papers.changed(site, "{}")).isEqualTo(site);
  }

  @Test
  void changes_what_is_named_and_takes_away_what_is_null() {
    SiteEntry site = papers.one("{\"url\": \"https://a.example.com/\", \"regexp\": \"x\", \"every\": \"1m\"}");

    SiteEntry changed = papers.changed(site, "{\"regexp\": null, \"within\": \"2s\"}");

    assertThat(changed.expectations().present()).isEmpty();
    assertThat(changed.expectations().within()).contains(Duration.ofSeconds(2));
    assertThat(changed.every()).contains(Duration.ofMinutes(1));
    assertThatThrownBy(() -> papers.changed(site, "{\"id\": 4}")).isInstanceOf(UnusableSites.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      {'name': 'x'}                                                       | a site has no url
      {'url': 'ftp://example.com/'}                                       | begin with http:// or https://
      {'url': 'https://joe:secret@example.com/'}                          | no user name or password
      {'url': 'http://10.0.0.5/'}                                         | it is private
      {'url': 'http://localhost:8080/'}                                   | it is loopback
      {'url': 'http://169.254.169.254/latest'}                            | metadata service
      {'url': 'http://[::1]/'}                                            | it is loopback
      {'url': 'https://example.com/', 'every': '500ms'}                   | 1s to 1d
      {'url': 'https://example.com/', 'every': '2d'}                      | 1s to 1d
      {'url': 'https://example.com/', 'timeout': '2m'}                    | 100ms to 1m
      {'url': 'https://example.com/', 'every': '2s', 'timeout': '3s'}     | timeout 3s is longer than every 2s
      {'url': 'https://example.com/', 'every': '2s'}                      | timeout 5s is longer than every 2s
      {'url': 'https://example.com/', 'after': 0}                         | from 1 to 100
      {'url': 'https://example.com/', 'status': '299-200'}                | no status and no range
      {'url': 'https://example.com/', 'status': 700}                      | no status and no range
      {'url': 'https://example.com/', 'regexp': '(?=x)'}                  | RE2
      {'url': 'https://example.com/', 'regexp': '(a{1000}){1000}'}        | too large
      {'url': 'https://example.com/', 'json': {'status': 'ok'}}           | is no path
      {'url': 'https://example.com/', 'header': {'a b': 'x'}}             | no name of a header
      {'url': 'http://example.com/', 'certificate-days': 14}              | begins with http://
      {'url': 'https://example.com/', 'credentials': 'CARD_KEY'}          | environment variable for sites
      {'url': 'https://example.com/', 'recipients': {'email': ['x']}}     | no mail address
      {'url': 'https://example.com/', 'recipients': {'fax': ['1']}}       | unknown key
      {'url': 'https://example.com/', 'name': '12'}                       | number of a site
      {'url': 'https://example.com/', 'intervall': '1m'}                  | unknown key
      """)
  void says_what_is_wrong(String site, String fault) {
    assertThatThrownBy(() -> papers.one(site.replace('\'', '"'))).isInstanceOf(UnusableSites.class).hasMessageContaining(fault);
  }

  @Test
  void imports_the_tables_of_the_original_with_their_numbers() {
    List<SiteEntry> sites = papers.many("""
        id,url,regexp
        7,https://a.example.com/,"one, two"
        9,https://b.example.com/,
        """, "csv");

    assertThat(sites).extracting(site -> site.id().getAsInt(), SiteEntry::url, site -> site.expectations().present().orElse(""))
        .containsExactly(tuple(7, "https://a.example.com/", "one, two"), tuple(9, "https://b.example.com/", ""));
    assertThat(papers.many("[{\"id\": 7, \"url\": \"https://a.example.com/\", \"regexp\": \"one, two\"}, {\"id\": 9, \"url\": \"https://b.example.com/\", \"regexp\": null}]", "json"))
        .isEqualTo(sites);
  }

  @Test
  void names_the_line_of_each_fault_of_a_list() {
    UnusableSites csv = catchThrowableOfType(UnusableSites.class,
        () -> papers.many("id,url,regexp\n1,https://a.example.com/,x\n2,nowhere,x\n3,https://c.example.com/,(\n", "csv"));
    UnusableSites yaml = catchThrowableOfType(UnusableSites.class, () -> papers.many("sites:\n  - url: https://a.example.com/\n  - url: https://a.example.com/\n    every: soon\n", "yaml"));

    assertThat(csv.faults()).extracting(UnusableSites.Fault::line).containsExactly(3, 4);
    assertThat(yaml.faults()).extracting(UnusableSites.Fault::line).containsExactly(3, 4);
    assertThat(yaml.getMessage()).contains("two sites have the name").contains("every \"soon\" is no usable time");
  }

  @Test
  void refuses_a_table_with_an_unknown_column_and_what_is_no_table() {
    assertThatThrownBy(() -> papers.many("id,link\n1,https://a.example.com/\n", "csv")).hasMessageContaining("unknown column \"link\"");
    assertThatThrownBy(() -> papers.many("id,url\n1,\"https://a.example.com/\n", "csv")).isInstanceOf(UnusableSites.class);
    assertThatThrownBy(() -> papers.many("{", "json")).hasMessageContaining("is not JSON");
    assertThat(papers.many("sites: []\n", "yaml")).isEmpty();
  }
}
