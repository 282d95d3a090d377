package wadi.platform;

/** Which Wadi this is. */
public final class Version {
  /** As pom.xml has it. */
  public static final String TEXT = "0.1.0";

  private Version() {}
}
