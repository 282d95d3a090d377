package wadi.camel;

import wadi.platform.http.Problem;

/** A request that is answered with this problem and changes nothing. */
public final class RefusedRequest extends RuntimeException {
  private final transient Problem problem;

  public RefusedRequest(int status, String title, String detail) {
    super(detail);
    this.problem = new Problem(status, title, detail);
  }

  public Problem problem() {
    return problem;
  }
}
