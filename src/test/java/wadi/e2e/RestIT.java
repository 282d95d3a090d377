package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's {@code rest:} in files of one's own: its verbs are routes with ids and specs as others are. */
class RestIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;
  private static Path tree;

  @BeforeAll
  static void write_a_rest_file() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("a copy"));
    write("answer-orders.camel.yaml", """
        - rest:
            path: /orders
            get:
              - path: /{id}
                routeId: answer-order
                to: direct:answer-number
            delete:
              - path: /{id}
                routeId: answer-order-gone
                to: direct:answer-number
        """);
    write("answer-number.camel.yaml", """
        - route:
            id: answer-number
            description: Answers with the number of an order
            group: intake
            nodePrefixId: answer-number.
            from:
              uri: direct:answer-number
              steps:
                - setBody:
                    id: say
                    simple: "number ${header.id}"
                - removeHeaders:
                    id: keep-request-headers-home
                    pattern: "*"
        """);
    for (String route : new String[] {"answer-order", "answer-order-gone"}) {
      write(route + ".spec.yaml", "route: %s\ncases:\n  - it: asks\n    given: { headers: { id: 7 } }\n    then:\n      - to: direct:answer-number\n"
          .formatted(route));
    }
    write("answer-number.spec.yaml", "route: answer-number\ncases:\n  - it: says it\n    given: { headers: { id: 7 } }\n    then:\n      - reply: { body: number 7 }\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(tree.resolve("routes/intake").resolve(name), text);
  }

  @Test
  void its_files_are_in_order() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("check")).beginIn(tree, "check");
    assertThat(wadi.exitCode()).as(wadi.output()).isZero();
    assertThat(wadi.output()).contains("0 errors, 0 style findings");
  }

  @Test
  void its_verbs_answer_at_their_paths_and_no_others_where_its_folder_is_among_the_roles() throws Exception {
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), "ROLES=intake").startIn(tree)) {
      assertThat(send(wadi, "GET", "/orders/7").body()).isEqualTo("number 7");
      assertThat(send(wadi, "DELETE", "/orders/8").body()).isEqualTo("number 8");
      HttpResponse<String> post = send(wadi, "POST", "/orders/7");
      assertThat(post.statusCode()).isEqualTo(405);
      assertThat(post.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(send(wadi, "GET", "/orders").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> send(RunningWadi wadi, String method, String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(wadi.http() + path)).timeout(PATIENCE)
        .method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }
}
