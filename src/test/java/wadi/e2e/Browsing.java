package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person before a browser: Debian's Chromium, without a window. Everything that a page must not do is noted. */
final class Browsing implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_TABS = 120;
  private static final String WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI));";

  private final Playwright playwright;
  private final Browser browser;
  private final String origin;
  private final List<String> bad = new CopyOnWriteArrayList<>();
  private BrowserContext context;
  private Page page;

  /** @param origin of the pages: nothing may be asked elsewhere */
  Browsing(String origin) {
    this.origin = origin;
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(List.of("--no-sandbox", "--disable-quic")));
  }

  /** A new tab of somebody who was never here. */
  void newTab(int width, int height, ColorScheme colours) {
    if (context != null) {
      context.close();
    }
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
    context.addInitScript(WATCH);
    page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.text().contains("status of 4")) {
        bad.add(message.text()); // an answer of 4xx is told to the person
      }
    });
    page.onPageError(bad::add);
    page.onDialog(dialog -> bad.add("a dialog: " + dialog.message()));
    page.onRequest(request -> {
      if (!request.url().startsWith(origin + "/") && !request.url().startsWith("data:")) {
        bad.add("asked elsewhere: " + request.url());
      }
    });
  }

  /** Opens one page of the console and waits until it has a heading. */
  void open(String way) {
    page.navigate("about:blank"); // else only the part behind # would change, and nothing be loaded
    page.navigate(origin + "/console/#/" + way);
    page.waitForSelector("main h1");
  }

  Page page() {
    return page;
  }

  /** What stands on the page, once this does. */
  String textWith(String words) {
    return await("the words: " + words).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> page.innerText("body"), text -> text.contains(words));
  }

  /** Presses the tabulator until what has the focus is called this. */
  void tabTo(String name) {
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      if (name.equals(focused())) {
        assertThat((String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).as("the focus is seen on " + name).isNotEqualTo("none");
        return;
      }
    }
    throw new AssertionError("no tabulator leads to " + name);
  }

  /** What the element that has the focus is called. */
  String focused() {
    return (String) page.evaluate("(e => e.labels && e.labels.length > 0 ? e.labels[0].textContent : e.getAttribute('aria-label') ?? e.textContent)(document.activeElement)");
  }

  void press(String key) {
    page.keyboard().press(key);
  }

  void type(String text) {
    page.keyboard().type(text);
  }

  /** Nothing was reported that a page must not do, since the tab is there. */
  void wasQuiet() {
    assertThat(bad).isEmpty();
    assertThat((String) page.evaluate("violations.join()")).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
