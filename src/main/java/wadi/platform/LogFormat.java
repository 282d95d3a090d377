package wadi.platform;

import org.apache.logging.log4j.core.config.Configurator;

/** How log lines are written, which the files of a start say: {@code log.format}. */
public final class LogFormat {
  /** Read by log4j2.properties. */
  private static final String CHOSEN = "wadi.log.format";
  private static final String TEXT = "text";

  private LogFormat() {}

  /**
   * From here on lines are {@code text} for people, or {@code json} for programs: one object a line with the names of the Elastic Common
   * Schema.
   *
   * @throws StartupException when it is neither
   */
  public static void apply(Settings settings) {
    String format = settings.choice("log.format", TEXT, "json");
    if (!format.equals(System.getProperty(CHOSEN, TEXT))) {
      System.setProperty(CHOSEN, format);
      Configurator.reconfigure();
    }
  }
}
