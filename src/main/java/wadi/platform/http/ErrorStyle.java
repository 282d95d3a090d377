package wadi.platform.http;

import io.vertx.core.http.HttpServerRequest;

/** In whose words the edge refuses a request. */
public interface ErrorStyle {
  /** Problem details, RFC 9457. */
  ErrorStyle PROBLEMS = new ProblemErrors();

  /** Ends the response, unless it was begun already. Header fields that the error needs may have been put in before. */
  void send(EdgeError error, HttpServerRequest request);

  /** As clients of this path expect it. */
  static ErrorStyle of(String path) {
    return path != null && path.startsWith(OriginalNotificationErrors.PATHS) ? OriginalNotificationErrors.STYLE : PROBLEMS;
  }

  /** Refuses the request in the words of its path. */
  static void refuse(EdgeError error, HttpServerRequest request) {
    of(request.path()).send(error, request);
  }
}
