package wadi.camel.wording;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.reflect.ReflectionObjectHandler;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.AccessibleObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads templates, which can do nothing but show values: no method of a value is called, and {@code {{> name}}} includes a file of
 * {@code templates/} and no other, named as from beside the template, without {@code .mustache}.
 */
public final class TemplateFactory extends DefaultMustacheFactory {
  private static final String FOLDER = "templates/";
  private static final String FILE = "file:";

  private final boolean escaping;

  private TemplateFactory(boolean escaping, Function<String, Optional<Reader>> files) {
    super(name -> files.apply(name).orElse(null));
    this.escaping = escaping;
    setObjectHandler(new ReflectionObjectHandler() {
      @Override
      protected AccessibleObject findMember(Class type, String name) {
        return null; // of maps only their members
      }
    });
  }

  /** Values become text in HTML, whatever stands in them. */
  public static TemplateFactory html() {
    return new TemplateFactory(true, TemplateFactory::open);
  }

  /** Plain text has no characters to escape. */
  public static TemplateFactory text() {
    return new TemplateFactory(false, TemplateFactory::open);
  }

  /** For a look at files that are not in a folder. */
  public static TemplateFactory of(Function<String, Optional<Reader>> files) {
    return new TemplateFactory(true, files);
  }

  private static Optional<Reader> open(String name) {
    try {
      Path path = Path.of(name.startsWith(FILE) ? name.substring(FILE.length()) : name);
      return Files.isRegularFile(path) ? Optional.of(Files.newBufferedReader(path, StandardCharsets.UTF_8)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void encode(String value, Writer writer) {
    if (escaping) {
      super.encode(value, writer);
      return;
    }
    try {
      writer.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String resolvePartialPath(String folder, String name, String extension) {
    int root = folder.lastIndexOf("/" + FOLDER) + 1;
    return folder.startsWith(FOLDER) || root > 0
        ? folder.substring(0, root) + included(folder.substring(root), name, extension).orElseThrow(() -> outside(name))
        : included(FOLDER, name, extension).map(path -> folder + path.substring(FOLDER.length())).orElseThrow(() -> outside(name));
  }

  private static MustacheException outside(String name) {
    return new MustacheException(name + " is no template of templates/");
  }

  /**
   * The file that a template includes; empty when it would be outside of {@code templates/}.
   *
   * @param folder of the template, beginning with {@code templates/} and ending with a slash
   */
  public static Optional<String> included(String folder, String name, String extension) {
    if (name.startsWith("/") || name.contains(":") || name.contains("\\")) {
      return Optional.empty();
    }
    String path = Path.of(folder).resolve(name + extension).normalize().toString();
    return Optional.of(path).filter(p -> p.startsWith(FOLDER));
  }
}
