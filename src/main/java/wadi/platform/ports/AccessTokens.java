package wadi.platform.ports;

/** Where proof comes from for providers that want a bearer token (RFC 6750). */
public interface AccessTokens {
  /**
   * A token that holds for a while yet. Whoever asks at the same time gets the same one.
   *
   * @param account the path of a service account's file
   * @param refused the token that the provider did not take, which is not given again; empty if there is none
   * @throws NoAccessToken when there is none to be had
   */
  @Reads
  String token(String account, String refused);
}
