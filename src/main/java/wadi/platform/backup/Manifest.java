package wadi.platform.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself.
 *
 * @param format of the file; this Wadi reads {@link #FORMAT}
 * @param wadi the version that wrote it
 * @param schema the last migration of its database
 * @param takenAt the moment the rows are of, ISO 8601 in UTC
 * @param tables by name, in the order of their names
 * @param sequences the last number each has given
 * @param secrets SHA-256 of each file of the data directory's secrets, in hexadecimal digits
 */
record Manifest(int format, String wadi, String schema, String takenAt, Map<String, Table> tables, Map<String, Long> sequences, Map<String, String> secrets) {
  static final int FORMAT = 1;
  static final String NAME = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One table.
   *
   * @param columns in the order of its rows
   * @param sha256 of its rows, in hexadecimal digits
   */
  record Table(List<String> columns, long rows, String sha256) {}

  long rows() {
    return tables.values().stream().mapToLong(Table::rows).sum();
  }

  byte[] json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  static Manifest read(InputStream in) throws IOException {
    return JSON.readValue(in, Manifest.class);
  }

  static String tableEntry(String name) {
    return "tables/" + name;
  }

  static String secretEntry(String name) {
    return "secrets/" + name;
  }
}
