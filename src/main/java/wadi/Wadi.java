package wadi;

import wadi.cli.WadiCommand;

/** Starts Wadi. */
public final class Wadi {
  private Wadi() {}

  public static void main(String[] args) {
    // Otherwise Jakarta Mail looks through every jar for it, with each mail.
    System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
    System.exit(WadiCommand.execute(args));
  }
}
