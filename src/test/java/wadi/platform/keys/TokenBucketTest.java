package wadi.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BEGIN = Long.MAX_VALUE - SECOND; // nanoTime may be anything, and wraps

  @Test
  void lets_through_what_a_second_holds_and_says_how_long_to_wait_for_the_next() {
    TokenBucket bucket = new TokenBucket(4, BEGIN);
    assertThat(IntStream.range(0, 4).mapToLong(i -> bucket.take(BEGIN))).containsOnly(0L);
    assertThat(bucket.take(BEGIN)).isEqualTo(SECOND / 4);
    assertThat(bucket.take(BEGIN + SECOND / 8)).isBetween(SECOND / 8 - 1, SECOND / 8 + 1);
    assertThat(bucket.take(BEGIN + SECOND / 4 + 2)).isZero();
    assertThat(bucket.take(BEGIN + SECOND / 4 + 2)).isPositive();
  }

  @Test
  void does_not_save_up_more_than_one_second() {
    TokenBucket bucket = new TokenBucket(3, BEGIN);
    long later = BEGIN + 3_600 * SECOND; // past the wrap
    assertThat(IntStream.range(0, 10).filter(i -> bucket.take(later) == 0).count()).isEqualTo(3);
  }

  @Test
  void a_rate_of_one_means_one_now_and_the_next_in_a_second() {
    TokenBucket bucket = new TokenBucket(1, BEGIN);
    assertThat(bucket.take(BEGIN)).isZero();
    assertThat(bucket.take(BEGIN)).isEqualTo(SECOND);
    assertThat(bucket.take(BEGIN + SECOND)).isZero();
  }
}
