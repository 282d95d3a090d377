package wadi.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import wadi.cli.send.HttpOutlet;
import wadi.cli.send.Outgoing;
import wadi.cli.send.Outlet;

/** Requests with an Idempotency-Key, so many at a time: what is known again, as messages of brokers are. */
final class PlainHttp implements Plain {
  private static final int AT_A_TIME = 64;

  private final HttpOutlet http;

  PlainHttp(String address) {
    http = new HttpOutlet(URI.create(address + "/transact"), Set.of(200), Optional.empty());
  }

  @Override
  public void publish(List<Message> batch) throws InterruptedException {
    Semaphore free = new Semaphore(AT_A_TIME);
    AtomicReference<Outlet.Result> refused = new AtomicReference<>();
    for (Message message : batch) {
      free.acquire();
      http.send(new Outgoing(UUID.randomUUID().toString(), null, message.body().getBytes(StandardCharsets.UTF_8))).whenComplete((result, failure) -> {
        if (result == null || result.kind() != Outlet.Kind.CONFIRMED) {
          refused.set(result);
        }
        free.release();
      });
    }
    free.acquire(AT_A_TIME);
    if (refused.get() != null) {
      throw new IllegalStateException("not every transaction was taken: " + refused.get());
    }
  }

  /** Without a pause between batches. */
  @Override
  public void publishAll(List<Message> messages) throws InterruptedException {
    publish(messages);
  }

  @Override
  public void close() {
    http.close();
  }
}
