package wadi.camel.fraud;

import java.util.Map;
import java.util.Set;

/**
 * One list as it is written.
 *
 * @param file as findings name it
 * @param content the whole file
 * @param lines in which line each entry stands, in the order of the file
 */
record ListFile(String file, byte[] content, Map<String, Integer> lines) {
  Set<String> entries() {
    return lines.keySet();
  }
}
