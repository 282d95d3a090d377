package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Path;
import wadi.platform.Aliases;
import wadi.platform.Settings;

/** docs/configuration.md: every property with its default, its meaning and the variable that overrides it. */
final class ConfigurationPage implements GeneratedPage {
  private static final String HEAD = """
      <!-- written by ./wadi docs from application.properties, do not edit -->
      # Configuration

      Every property stands in [application.properties](../application.properties), with the default that is shown here.
      A value is taken from the first of these that has one:

      1. the environment variable in the last column, for example `HTTP_PORT=8081 ./wadi run`;
      2. a system property of Java, for example `WADI_JAVA_OPTS=-Dhttp.port=8081 ./wadi run`;
      3. `application-NAME.properties` beside it, when `WADI_PROFILE=NAME` is set;
      4. `application.properties`.

      A value carries its unit: `30s`, `24h`, `90d`, `1MiB`. One that cannot be used ends the start with a message that
      names the property and says what would be right. Secrets belong into the environment, never into a file.
      """;

  private static final String TAIL = """

      ## Only in the environment

      | variable | meaning |
      |---|---|
      | `WADI_PROFILE` | The name of a profile: `application-NAME.properties` is read on top of `application.properties`. |
      | `CARD_KEY` | The key of card fingerprints, 64 hexadecimal digits. Needed with `database.url`; otherwise generated in `data.dir`. |
      | `PARKING_KEY` | The key under which originals of parked messages are encrypted, 64 hexadecimal digits; several divided by commas: the first encrypts, each decrypts. Otherwise derived from the card key. |
      | `WADI_TOKEN` | The token of the operations API, 32 or more characters; otherwise generated in `data.dir`. The commands send it. |
      | `WADI_JAVA_OPTS` | Options for Java, for example `-Xmx1g`. |
      | `JAVA_HOME` | The JDK that runs and builds Wadi, 17 or newer; otherwise `java` on the path. |
      """;

  private static final String BEFORE = """

      ## Names of the services before

      Wadi takes the place of services that had names of their own for some of this, and container platforms say `PORT`. These
      variables work as they are, where neither our own variable nor `-D` is set; the parts of an address make the whole one.
      Those of the database count only while `database.url` is empty, those of RabbitMQ while `RABBITMQ_URI` is not set.
      `./wadi run --env-file FILE` reads a file of variables, `NAME=value` on each line; what is set already counts more.

      | variable | property |
      |---|---|
      """;

  @Override
  public String path() {
    return "docs/configuration.md";
  }

  @Override
  public String text(Path home) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (PropertyFile.Section section : PropertyFile.read(home.resolve("application.properties"))) {
      text.append("\n## ").append(section.name()).append("\n\n");
      if (!section.about().isEmpty()) {
        text.append(Markdown.cell(sentence(section.about()))).append("\n\n");
      }
      text.append("| property | default | meaning | environment |\n|---|---|---|---|\n");
      for (PropertyFile.Entry entry : section.entries()) {
        text.append("| `%s` | %s | %s | `%s` |\n".formatted(entry.key(), Markdown.code(entry.value()), Markdown.cell(entry.meaning()),
            Settings.variable(entry.key())));
      }
    }
    text.append(TAIL).append(BEFORE);
    Aliases.names().forEach((property, names) -> text.append("| %s | `%s` |\n".formatted(String.join(", ", names.stream().map(name -> "`" + name + "`").toList()),
        property)));
    return text.toString();
  }

  private static String sentence(String about) {
    return Character.toUpperCase(about.charAt(0)) + about.substring(1) + (about.endsWith(".") ? "" : ".");
  }
}
