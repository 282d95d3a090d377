package wadi.runtime;

/** Why no generation can be made of the files: names file and fault. */
public final class InvalidFiles extends RuntimeException {
  InvalidFiles(String message, Throwable cause) {
    super(message, cause);
  }
}
