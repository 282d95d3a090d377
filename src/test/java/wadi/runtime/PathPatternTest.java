package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource({"/transact, false, /transact, true", "/transact, false, /transact/, true", "/transact, false, /transact/x, false", "/transact, false, /Transact, false",
      "/a/b/, false, /a/b, true", "/a/b/, false, /a/b/, true", "/orders/{id}, false, /orders/7, true", "/orders/{id}, false, /orders/7/, true",
      "/orders/{id}, false, /orders/7/lines, false", "/orders/{id}, false, /orders/, false", "/orders/{id}/lines/{n}, false, /orders/a%2Fb/lines/1, true",
      "/orders/:id, false, /orders/7, true", "/api, true, /api/v1/x, true", "/api/*, false, /api/v1/x, true", "/a.b, false, /axb, false", "/{x}-{y}, false, /1-2, true"})
  void takes_what_vertx_takes(String path, boolean prefix, String request, boolean taken) {
    assertThat(PathPattern.of(path, prefix).matcher(request).matches()).isEqualTo(taken);
  }
}
