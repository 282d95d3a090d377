package wadi.platform.sites;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** One answer: its status, its header fields, and its body as far as it was read. */
record Reply(int status, List<Header> fields, Body body) {
  static Reply of(ClassicHttpResponse response, Body body) {
    return new Reply(response.getCode(), List.of(response.getHeaders()), body);
  }

  List<String> headers(String name) {
    return fields.stream().filter(field -> field.getName().equalsIgnoreCase(name)).map(field -> String.valueOf(field.getValue()).strip()).toList();
  }

  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Where it sends us; empty when it is an answer of its own. */
  Optional<String> location() {
    return Stream.of(301, 302, 303, 307, 308).anyMatch(code -> code == status) ? header("Location") : Optional.empty();
  }
}
