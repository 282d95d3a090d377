package wadi.platform.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.ListIterator;

/** The inbox for eyes: one page without script, on which every text of a message is only ever text. */
final class InboxPage {

  /** Characters of one body shown; the rest is in the JSON. */
  static final int SHOWN = 20_000;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fbfaf7; --card: #fff; --line: #d9d5cc; --faint: #5f5b53 }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e9e6df; --paper: #17181a; --card: #202225; --line: #3a3d42; --faint: #a9a59c }
      }
      body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem; background: var(--paper); color: var(--ink);
        font: 1rem/1.5 system-ui, sans-serif }
      h1 { font-size: 1.4rem }
      article { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem }
      h2 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere }
      p { margin: .2rem 0; color: var(--faint); overflow-wrap: anywhere }
      pre { margin: .8rem 0 0; font: .95rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
      summary { margin-top: .8rem; color: var(--faint); cursor: pointer }
      """;

  /** Nothing loads, runs, submits or frames; the one stylesheet is known by its hash. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private InboxPage() {}

  /** @param messages oldest first; shown newest first */
  static String of(List<InboxMessage> messages) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Inbox</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n<main>\n")
        .append("<h1>Inbox</h1>\n<p>").append(summary(messages.size())).append("</p>\n");
    ListIterator<InboxMessage> newestFirst = messages.listIterator(messages.size());
    while (newestFirst.hasPrevious()) {
      append(newestFirst.previous(), page);
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String summary(int count) {
    return switch (count) {
      case 0 -> "Nothing has been sent yet.";
      case 1 -> "One message.";
      default -> count + " messages, newest first.";
    };
  }

  private static void append(InboxMessage message, StringBuilder page) {
    String subject = message.subject().isBlank() ? "(no subject)" : message.subject();
    page.append("<article>\n<h2 dir=\"auto\">").append(escaped(subject))
        .append("</h2>\n<p>").append(escaped(message.channel()))
        .append(" to <bdi>").append(escaped(message.to()))
        .append("</bdi>, <time>").append(message.receivedAt()).append("</time></p>\n");
    if (!message.text().isEmpty()) {
      page.append("<pre dir=\"auto\">\n").append(escaped(start(message.text()))).append("</pre>\n");
    }
    if (message.html() != null) {
      page.append("<details>\n<summary>HTML source</summary>\n<pre>\n").append(escaped(start(message.html())))
          .append("</pre>\n</details>\n");
    }
    page.append("</article>\n");
  }

  private static String start(String body) {
    if (body.length() <= SHOWN) {
      return body;
    }
    int end = Character.isHighSurrogate(body.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return body.substring(0, end) + "\n[" + (body.length() - end) + " characters more]";
  }

  /** The text as it is safe inside elements and quoted attributes. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
