package wadi.cli.send;

import java.util.concurrent.CompletableFuture;

/** A way to Wadi: a connection that tells what became of each message. */
public interface Outlet extends AutoCloseable {
  /**
   * What became of a message.
   *
   * @param kind whether somebody answers for it now
   * @param word an HTTP status, or what went wrong in a few words
   */
  record Result(Kind kind, String word) {
    public static Result confirmed(String word) {
      return new Result(Kind.CONFIRMED, word);
    }

    public static Result refused(String word) {
      return new Result(Kind.REFUSED, word);
    }

    public static Result failed(String word) {
      return new Result(Kind.FAILED, word);
    }
  }

  /** Confirmed: it is durable there. Refused: it was understood, and not taken. Failed: anything else, and it may still arrive. */
  enum Kind { CONFIRMED, REFUSED, FAILED }

  /**
   * Sends one and returns before it is confirmed. Called by one thread.
   *
   * @throws ConnectionLost when nothing more can be sent
   */
  CompletableFuture<Result> send(Outgoing message);

  /** The most messages on their way at the same time. */
  int window();

  /** Where they go, for people. */
  String destination();

  @Override
  void close();
}
