package wadi.platform.ops;

import wadi.platform.http.Problem;

/** Why a request is not done. */
final class Refusal extends RuntimeException {
  private final transient Problem problem;

  private Refusal(int status, String title, String detail) {
    super(detail, null, false, false);
    this.problem = new Problem(status, title, detail);
  }

  static Refusal badRequest(String detail) {
    return new Refusal(400, "Bad Request", detail);
  }

  static Refusal notFound(String detail) {
    return new Refusal(404, "Not Found", detail);
  }

  static Refusal conflict(String detail) {
    return new Refusal(409, "Conflict", detail);
  }

  static Refusal tooMany(String detail) {
    return new Refusal(429, "Too Many Requests", detail);
  }

  static Refusal unavailable(String detail) {
    return new Refusal(503, "Service Unavailable", detail);
  }

  Problem problem() {
    return problem;
  }
}
