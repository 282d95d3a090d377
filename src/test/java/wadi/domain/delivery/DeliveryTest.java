package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class DeliveryTest {
  private static final long YEAR_2200 = 7_258_118_400_000L;

  @Property
  void the_more_urgent_goes_first_and_among_equals_the_older(
      @ForAll @IntRange(max = 255) int urgency, @ForAll @IntRange(max = 255) int otherUrgency,
      @ForAll @LongRange(max = YEAR_2200) long created, @ForAll @LongRange(max = YEAR_2200) long otherCreated) {
    int expected = urgency == otherUrgency ? Long.compare(created, otherCreated) : Integer.compare(otherUrgency, urgency);
    assertThat(Integer.signum(Long.compare(rank(urgency, created), rank(otherUrgency, otherCreated)))).isEqualTo(expected);
  }

  private static long rank(int urgency, long created) {
    return new Delivery(1, "alert", "1", "email", "a@example.org", urgency, 0, Instant.ofEpochMilli(created), Map.of()).rank();
  }
}
