package wadi.camel.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.domain.sites.SiteEntry;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The one site that a property names, as the original site monitor had one in its environment. */
class SitesFileTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  @TempDir
  private Path folder;

  @Test
  void the_site_of_the_property_is_watched_beside_those_of_the_file() throws IOException {
    file("sites: [{name: shop, url: 'https://shop.example.com/'}]");
    assertThat(watched(Map.of())).containsExactly("https://shop.example.com/");
    assertThat(watched(Map.of("AV_BASE_URL", "https://www.example.com"))).containsExactly("https://shop.example.com/", "https://www.example.com");
    assertThat(watched(Map.of("SITES_URL", "https://shop.example.com/"))).as("once").containsExactly("https://shop.example.com/");
  }

  @Test
  void a_site_inside_or_no_url_is_refused_with_the_name_of_the_property() {
    assertThatThrownBy(() -> watched(Map.of("AV_BASE_URL", "http://10.0.0.5/"))).isInstanceOf(StartupException.class)
        .hasMessage("The property sites.url cannot be used: the URL's host is not on the Internet: it is private; to watch sites inside set sites.allow-private=true.");
    assertThat(watched(Map.of("AV_BASE_URL", "http://10.0.0.5/", "SITES_ALLOW_PRIVATE", "true"))).containsExactly("http://10.0.0.5/");
    assertThatThrownBy(() -> watched(Map.of("SITES_URL", "www.example.com"))).hasMessageContaining("sites.url").hasMessageContaining("http://");
  }

  private void file(String text) throws IOException {
    Files.createDirectories(folder.resolve("routes/sites"));
    Files.writeString(folder.resolve(SitesFile.NAME), text);
  }

  private List<String> watched(Map<String, String> environment) {
    return SitesFile.load(folder, Settings.load(HOME, environment::get)).stream().map(SiteEntry::url).toList();
  }
}
