package wadi.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Wadi this is; the build has written it down. */
public final class Version {
  private static final Properties BUILD = build();

  /** As pom.xml has it. */
  public static final String TEXT = BUILD.getProperty("version");

  /** The first twelve digits of the commit it was built from; {@code unknown} for sources without their history. */
  public static final String COMMIT = BUILD.getProperty("commit");

  /** Of Camel. */
  public static final String CAMEL = BUILD.getProperty("camel");

  private Version() {}

  private static Properties build() {
    try (InputStream in = Version.class.getResourceAsStream("/wadi/build.properties")) {
      Properties build = new Properties();
      build.load(in);
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
