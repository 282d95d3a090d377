package wadi.camel.delivery;

import wadi.platform.Settings;

/**
 * A provider's address that may lead to a sandbox of this process. Where {@code inbox.enabled=false} switches those off, what such a
 * channel is given waits and says why; a start that never uses the channel is not refused.
 */
final class SandboxInside {
  private final String property;
  private final boolean missing;

  SandboxInside(Settings settings, String property) {
    this.property = property;
    this.missing = settings.optional(property).filter(url -> url.contains("{{management.port}}")).isPresent()
        && settings.optional("inbox.enabled").filter("false"::equals).isPresent();
  }

  void mustBeThere() {
    if (missing) {
      throw new SendMisconfigured(property + " leads to the sandbox inside, which inbox.enabled=false switches off: give it the provider's address");
    }
  }
}
