package wadi.runtime.spec;

import org.apache.camel.util.UnsafeUriCharactersEncoder;

/** How endpoints are called in specs: as routes write them, without options. */
final class Seams {
  private Seams() {}

  /** {@code direct://deliver-email?block=false} is {@code direct:deliver-email}. */
  static String name(String uri) {
    int options = uri.indexOf('?');
    return (options < 0 ? uri : uri.substring(0, options)).replaceFirst("^([\\w-]+)://", "$1:");
  }

  /** Whether a seam is the one a spec names, in which a folder may have spaces; a star at the end stands for whatever follows. */
  static boolean matches(String named, String seam) {
    String name = UnsafeUriCharactersEncoder.encode(name(named));
    return name.endsWith("*") ? seam.startsWith(name.substring(0, name.length() - 1)) : seam.equals(name);
  }

  static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':'));
  }
}
