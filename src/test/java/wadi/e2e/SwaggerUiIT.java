package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

  @Test
  void somebody_authorises_sends_and_sees_the_status(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Chromium.PROGRAM), "chromium is not installed");
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data")).start(); Chromium browser = new Chromium(folder.resolve("profile"))) {
      String key = wadi.command("keys", "create", "ui", "--scope", "notifications", "--plain").output().strip();
      browser.tell("Page.enable", Map.of());
      browser.tell("Page.addScriptToEvaluateOnNewDocument",
          Map.of("source", "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI));"));
      browser.tell("Page.navigate", Map.of("url", wadi.http() + "/docs/"));

      browser.click(SEND + ".opblock-summary-control");
      browser.click(SEND + ".execute");
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(browser.text(SEND + ANSWER)).startsWith("401"));

      browser.click(".auth-wrapper .authorize");
      browser.type("#auth-bearer-value", key);
      browser.click(".auth-container:has(#auth-bearer-value) .auth-btn-wrapper .authorize");
      browser.click(".dialog-ux .btn-done");
      browser.click(SEND + ".execute");
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(browser.text(SEND + ANSWER)).startsWith("202"));
      String id = browser.text(SEND + ANSWERED).replaceFirst("(?s).*?\"id\":\\s*\"(\\d+)\".*", "$1");
      assertThat(id).matches("\\d+");

      browser.click(STATUS + ".opblock-summary-control");
      browser.type(STATUS + "tr[data-param-name=id] input", id);
      browser.click(STATUS + ".execute");
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(browser.text(STATUS + ANSWER)).startsWith("200"));
      assertThat(browser.text(STATUS + ANSWERED)).contains(id, "+447700900123", "\"attempts\"");

      assertThat(browser.value("violations.join()").asText()).isEmpty();
      assertThat(browser.value("performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith(origin + '/') && !n.startsWith('data:')).join()").asText())
          .isEmpty();
    }
  }
}
