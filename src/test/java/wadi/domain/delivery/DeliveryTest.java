package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class DeliveryTest {
  private static final long YEAR_2200 = 7_258_118_400_000L;

  @Property
  void without_ageing_the_more_urgent_goes_first_whatever_its_age(
      @ForAll @IntRange(max = 255) int urgency, @ForAll @IntRange(max = 255) int otherUrgency,
      @ForAll @LongRange(max = YEAR_2200) long created, @ForAll @LongRange(max = YEAR_2200) long otherCreated) {
    int expected = Integer.compare(otherUrgency, urgency);
    assertThat(Integer.signum(Long.compare(rank(Ageing.NONE, urgency, created), rank(Ageing.NONE, otherUrgency, otherCreated)))).isEqualTo(expected);
  }

  @Property
  void with_ageing_a_point_of_urgency_is_worth_a_step_of_waiting(@ForAll @IntRange(max = 254) int urgency, @ForAll @LongRange(max = YEAR_2200) long created) {
    Ageing ageing = new Ageing(Optional.of(Duration.ofMinutes(10)));
    assertThat(rank(ageing, urgency + 1, created + 600_000)).isEqualTo(rank(ageing, urgency, created));
    assertThat(rank(ageing, urgency + 1, created + 600_001)).isGreaterThan(rank(ageing, urgency, created));
  }

  private static long rank(Ageing ageing, int urgency, long created) {
    return ageing.rank(urgency, Instant.ofEpochMilli(created));
  }
}
