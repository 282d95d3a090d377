package wadi.camel.wording;

import com.github.mustachejava.MustacheException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the templates of a kind make of an alert, as a route would that sends it. */
public final class Rendering {
  private Rendering() {}

  /**
   * The rendered parts by name, the subject first.
   *
   * @param files the folder of {@code templates/}
   * @throws MustacheException names file and line
   */
  public static Map<String, String> of(Path files, String channel, String kind, Map<String, ?> body) throws IOException {
    Map<String, String> rendered = new LinkedHashMap<>();
    for (String part : new String[] {"subject", "txt", "html"}) {
      if (Wordings.load(files).kinds(channel).get(kind).contains(part)) {
        rendered.put(part, part(files.resolve("templates/%s/%s.%s.mustache".formatted(channel, kind, part)), part, body));
      }
    }
    return rendered;
  }

  private static String part(Path file, String part, Map<String, ?> body) throws IOException {
    TemplateFactory factory = part.equals("html") ? TemplateFactory.html() : TemplateFactory.text();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return factory.compile(text, "file:" + file).execute(new StringWriter(), Map.of("body", body)).toString();
    }
  }
}
