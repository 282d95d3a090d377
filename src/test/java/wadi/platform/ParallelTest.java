package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelTest {
  private final Parallel parts = new Parallel();
  private final List<AutoCloseable> started = new ArrayList<>();

  private record Part(String name) implements AutoCloseable {
    @Override
    public void close() {}
  }

  @Test
  void starts_parts_side_by_side_and_hands_them_over_in_their_order() {
    CyclicBarrier both = new CyclicBarrier(2);
    Supplier<Part> one = () -> meet(both, "one");
    CompletableFuture<Part> first = parts.start(one);
    parts.start(() -> meet(both, "two"));
    parts.startAfter(first, before -> new Part("after " + before.name()));
    parts.awaitEach(started::add);
    assertThat(started).containsExactly(new Part("one"), new Part("two"), new Part("after one"));
  }

  private static Part meet(CyclicBarrier barrier, String name) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      return new Part(name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void hands_over_what_started_and_then_throws_why_another_did_not() {
    StartupException why = new StartupException("port in use");
    parts.start(() -> new Part("one"));
    CompletableFuture<Part> failed = parts.start(() -> {
      throw why;
    });
    parts.startAfter(failed, part -> new Part("never"));
    parts.start(() -> {
      throw new StartupException("a later one");
    });
    parts.start(() -> new Part("last"));
    assertThatThrownBy(() -> parts.awaitEach(started::add)).isSameAs(why);
    assertThat(started).containsExactly(new Part("one"), new Part("last"));
  }

  @Test
  void throws_the_reason_of_what_another_part_waited_for() {
    CompletableFuture<Part> first = parts.start(() -> new Part("one"));
    parts.startAfter(first, part -> {
      throw new StartupException("no schema");
    });
    assertThatThrownBy(() -> parts.awaitEach(started::add)).isInstanceOf(StartupException.class).hasMessage("no schema");
    assertThat(started).containsExactly(new Part("one"));
  }

  @Test
  void hands_over_what_an_optional_holds_and_nothing_that_cannot_be_closed() {
    parts.start(() -> Optional.of(new Part("inside")));
    parts.start(Optional::empty);
    parts.start(() -> "text");
    parts.awaitEach(started::add);
    assertThat(started).containsExactly(new Part("inside"));
  }
}
