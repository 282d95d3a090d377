package wadi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /docs} in a browser, clicked through as a person would who tries the API. */
@Timeout(90)
class SwaggerUiIT {
  private static final String SEND = "#operations-notifications-sendNotification ";
  private static final String STATUS = "#operations-notifications-getNotification ";
  private static final String ANSWER = ".live-responses-table .response .response-col_status";
  private static final String ANSWERED = ".live-responses-table .response .response-col_description";
  private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(20_000);

  @Test
  void somebody_authorises_sends_and_sees_the_status(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Browsing.PROGRAM), "chromium is not installed");
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data")).start(); Browsing browser = new Browsing(wadi.http())) {
      String key = wadi.command("keys", "create", "ui", "--scope", "notifications", "--plain").output().strip();
      browser.newTab(1200, 2000, ColorScheme.LIGHT);
      Page page = browser.page();
      page.navigate(wadi.http() + "/docs/");

      page.click(SEND + ".opblock-summary-control");
      page.click(SEND + ".execute");
      assertThat(page.locator(SEND + ANSWER)).containsText("401", PATIENTLY);

      page.click(".auth-wrapper .authorize");
      page.fill("#auth-bearer-value", key);
      page.click(".auth-container:has(#auth-bearer-value) .auth-btn-wrapper .authorize");
      page.click(".dialog-ux .btn-done");
      page.click(SEND + ".execute");
      assertThat(page.locator(SEND + ANSWER)).containsText("202", PATIENTLY);
      String id = page.innerText(SEND + ANSWERED).replaceFirst("(?s).*?\"id\":\\s*\"(\\d+)\".*", "$1");
      Assertions.assertThat(id).matches("\\d+");

      page.click(STATUS + ".opblock-summary-control");
      page.fill(STATUS + "tr[data-param-name=id] input", id);
      page.click(STATUS + ".execute");
      assertThat(page.locator(STATUS + ANSWER)).containsText("200", PATIENTLY);
      Assertions.assertThat(page.innerText(STATUS + ANSWERED)).contains(id, "+447700900123", "\"attempts\"");
      browser.wasQuiet();
    }
  }
}
