package wadi.platform.http;

/** Why the edge answers a request itself: no route has seen it, or none has finished it. */
public enum EdgeError {
  UNREADABLE(400, "Bad Request", "The request cannot be read."),
  PATH_UNREADABLE(400, "Bad Request", "The path cannot be read."),
  NO_KEY(401, "Unauthorized", "This needs the header Authorization: Bearer KEY, with an API key from whoever runs this Wadi."),
  WRONG_KEY(401, "Unauthorized", "The API key is not known, has expired or was revoked."),
  KEYLESS(403, "Forbidden", "While there is no API key, only programs on Wadi's own machine may send this. Make a key where Wadi runs, with "
      + "./wadi keys create NAME --scope SCOPE, and send it as Authorization: Bearer KEY."),
  OTHER_SCOPE(403, "Forbidden", "The API key has not the scope of this path."),
  OTHER_ORIGIN(403, "Forbidden", "A page of another origin may not send this."),
  NOT_FOUND(404, "Not Found", "There is nothing at this path."),
  OTHER_METHOD(405, "Method Not Allowed", "This path does not take this method."),
  OTHER_REPLY(406, "Not Acceptable", "This path answers with JSON."),
  TOO_LARGE(413, "Content Too Large", "The body is too large."),
  OTHER_CONTENT(415, "Unsupported Media Type", "This path does not take this content type."),
  TOO_MANY(429, "Too Many Requests", "This API key has sent more requests than it may. Send the same again later."),
  FAILED(500, "Internal Server Error", "The request failed because of an error on our side."),
  UNFINISHED(503, "Service Unavailable", "The request was not finished in time; whether it was done is not known."),
  STOPPING(503, "Service Unavailable", "Wadi is stopping.");

  private final Problem problem;

  EdgeError(int status, String title, String detail) {
    this.problem = new Problem(status, title, detail);
  }

  public int status() {
    return problem.status();
  }

  Problem problem() {
    return problem;
  }
}
