package wadi.camel.fraud;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import wadi.platform.ConnectionFault;

/**
 * Ends each HTTP call when its time is over, however far it is: waiting for a connection, looking up a name, in the
 * handshake, or reading a reply that comes drop by drop. The timeouts of the client alone each begin anew with every byte.
 * The call is made on a thread of its own, so that the caller, who may hold a transaction, never waits longer than said;
 * everything after it stays on the caller's thread.
 *
 * @param most how long a call may take in all
 * @param threads as many as there may be calls at the same time
 */
record Deadline(Duration most, ExecutorService threads) implements ExecChainHandler {
  private static final int LONGEST = 1 << 20;
  private static final long PAUSE_MILLIS = 50;

  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
    Future<ClassicHttpResponse> call = threads.submit(() -> ask(request, scope, chain));
    try {
      return call.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(call, scope);
      throw new InterruptedIOException("no complete answer within " + most.toMillis() + " ms");
    } catch (InterruptedException e) {
      giveUp(call, scope);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /** The connection is closed, which ends whoever reads from it. */
  private static void giveUp(Future<?> call, ExecChain.Scope scope) {
    call.cancel(true);
    if (scope.originalRequest instanceof Cancellable request) {
      request.cancel();
    }
  }

  private static IOException cause(ExecutionException failure) throws HttpException {
    Throwable cause = failure.getCause();
    if (cause instanceof HttpException http) {
      throw http;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  /**
   * Once more only when no connection could be made, so that nothing was sent. An answer that was lost is not asked for again: the other
   * side counts each transaction it sees in its windows, and would count this one twice.
   */
  private static ClassicHttpResponse ask(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException, InterruptedException {
    try {
      return whole(chain.proceed(request, scope));
    } catch (IOException e) {
      if (e instanceof InterruptedIOException || ConnectionFault.of(e).map(ConnectionFault::perhapsTaken).orElse(true)) {
        throw e;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return whole(chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope));
    }
  }

  /** Read to its end here, where the clock runs. */
  private static ClassicHttpResponse whole(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      try (InputStream content = entity.getContent()) {
        byte[] bytes = content.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
          response.close();
          throw new IOException("a reply longer than " + LONGEST + " bytes");
        }
        response.setEntity(new ByteArrayEntity(bytes, ContentType.parseLenient(entity.getContentType())));
      }
    }
    return response;
  }
}
