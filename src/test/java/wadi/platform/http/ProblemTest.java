package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void has_the_members_of_rfc_9457_in_their_order_and_no_empty_list() {
    assertThat(new Problem(404, "Not Found", "There is none.").members().toString())
        .isEqualTo("{type=about:blank, title=Not Found, status=404, detail=There is none.}");
  }

  @Test
  void names_the_places_that_are_wrong() {
    List<Problem.At> places = List.of(new Problem.At("/a", "is missing"), new Problem.At("/b/0", "is no number"));
    assertThat(new Problem(400, "Bad Request", "Two fields are wrong.", places).members()).containsEntry("errors", places);
  }
}
