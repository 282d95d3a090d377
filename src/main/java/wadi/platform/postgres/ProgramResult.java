package wadi.platform.postgres;

/** How a program ended, and what it said on either stream. */
record ProgramResult(int exit, String output) {
  boolean succeeded() {
    return exit == 0;
  }
}
