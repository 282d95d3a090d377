package wadi.camel;

import wadi.platform.http.Problem;

/** A request that is answered with this problem and changes nothing. */
public final class RefusedRequest extends RuntimeException {
  private final transient Problem problem;

  public RefusedRequest(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
