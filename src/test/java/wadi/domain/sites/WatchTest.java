package wadi.domain.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.alerting.Severity;

class WatchTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

  private final AtomicLong ids = new AtomicLong();
  private final List<Result> results = new ArrayList<>();
  private Optional<Incident> open = Optional.empty();
  private Change.Ended last;

  /** u up, s slow, e expectation failed, d down; told: what somebody hears, ! of a site and . of its end. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {"1|uuuu|-", "1|d|down", "2|d|-", "2|dd|down", "2|ddddd|down", "2|dudududu|-", "2|dduu|down up", "2|ddudud|down", "2|dduudd|down up down",
      "3|dduddd|down", "2|sd|degraded", "2|sdd|degraded down", "2|eedd|expectation down", "2|ddss|down", "2|ddssuu|down up", "2|dd su su|down", "1|sed|degraded expectation down", "2|ssddssdd|degraded down"})
  void who_hears_what(int after, String seen, String heard) {
    List<String> told = new ArrayList<>();
    for (char c : seen.replace(" ", "").toCharArray()) {
      check(after, c).forEach(change -> {
        if (change instanceof Change.Opened opened) {
          told.add(opened.incident().trouble().word());
        } else if (change instanceof Change.Ended) {
          told.add("up");
        }
      });
    }
    assertThat(String.join(" ", told)).isEqualTo(heard == null ? "" : heard);
  }

  @Test
  void an_incident_began_with_the_first_bad_result_and_ended_with_the_first_good_one_of_those_that_were_enough() {
    "uddsudduu".chars().forEach(c -> check(2, (char) c));
    Change.Ended ended = last;
    assertThat(ended.incident().beganAt()).isEqualTo(at(1));
    assertThat(ended.incident().openedAt()).isEqualTo(at(2));
    assertThat(ended.at()).isEqualTo(at(7));
    assertThat(ended.incident().checks()).isEqualTo(8);
    assertThat(ended.incident().causes()).containsOnly(entry("down", 4), entry("slow", 1));
  }

  @Property
  void only_results_that_follow_one_another_open_and_end_an_incident(@ForAll @IntRange(min = 1, max = 4) int after, @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> seen) {
    open = Optional.empty();
    results.clear();
    for (int n : seen) {
      boolean was = open.isPresent();
      List<Change> changes = check(after, "used".charAt(n));
      List<Result> window = results.subList(0, Math.min(after, results.size()));
      assertThat(changes.stream().filter(Change.Opened.class::isInstance)).hasSizeLessThanOrEqualTo(1);
      if (changes.stream().anyMatch(Change.Opened.class::isInstance)) {
        assertThat(window).hasSize(after).noneMatch(Result::isGood);
      }
      if (was && open.isEmpty()) {
        assertThat(window).hasSize(after).allMatch(Result::isGood);
      }
      assertThat(was && changes.isEmpty()).as("what is open is counted").isFalse();
    }
  }

  @Test
  void however_many_causes_there_are_few_are_kept() {
    for (int i = 0; i < 100; i++) {
      results.add(0, new Result(at(i), Optional.of(Trouble.DOWN), List.of("cause " + i + "x".repeat(1_000))));
      apply(new Watch(1, 1).next(results, open, ids::incrementAndGet));
    }
    Incident incident = open.orElseThrow();
    assertThat(incident.causes()).hasSize(21).containsEntry("others", 80);
    assertThat(incident.causes().keySet()).allMatch(cause -> cause.length() <= 203);
    assertThat(incident.checks()).isEqualTo(100);
  }

  @Test
  void a_certificate_that_expires_soon_is_told_again_when_it_becomes_urgent() {
    Result soon = certificate(Duration.ofDays(10));
    Result urgent = certificate(Duration.ofDays(2));
    assertThat(soon.trouble().map(Trouble::severity)).contains(Severity.NORMAL);
    assertThat(urgent.trouble().map(Trouble::severity)).contains(Severity.HIGH);
    apply(new Watch(1, 1).next(List.of(soon), open, ids::incrementAndGet));
    assertThat(new Watch(1, 1).next(List.of(urgent, soon), open, ids::incrementAndGet)).extracting(change -> change.getClass().getSimpleName()).containsExactly("Worsened", "Opened");
  }

  @Test
  void what_did_not_come_so_far_says_nothing_of_a_certificate() {
    Cause refused = new Cause(Cause.Kind.UNREACHABLE, "connection refused");
    assertThat(Result.ofCertificate(TEN, Outcome.DOWN, Optional.empty(), List.of(refused))).isEmpty();
    assertThat(Result.ofCertificate(TEN, Outcome.UP, Optional.empty(), List.of())).hasValueSatisfying(result -> assertThat(result.isGood()).isTrue());
  }

  @Test
  void the_causes_of_an_outage_are_those_of_the_worst_kind() {
    List<Cause> causes = List.of(new Cause(Cause.Kind.SLOW, "slow"), new Cause(Cause.Kind.STATUS, "status 500"), new Cause(Cause.Kind.CERTIFICATE, "expires soon"));
    assertThat(Result.ofAvailability(TEN, Outcome.of(causes), causes).causes()).containsExactly("status 500");
  }

  private Result certificate(Duration left) {
    return Result.ofCertificate(TEN, Outcome.UP, Optional.of(TEN.plus(left)), List.of(new Cause(Cause.Kind.CERTIFICATE, "the certificate expires soon"))).orElseThrow();
  }

  private List<Change> check(int after, char c) {
    Result result = switch (c) {
      case 'u' -> new Result(at(results.size()), Optional.empty(), List.of());
      case 's' -> new Result(at(results.size()), Optional.of(Trouble.DEGRADED), List.of("slow"));
      case 'e' -> new Result(at(results.size()), Optional.of(Trouble.EXPECTATION), List.of("not found"));
      default -> new Result(at(results.size()), Optional.of(Trouble.DOWN), List.of("down"));
    };
    results.add(0, result);
    List<Change> changes = new Watch(7, after).next(results, open, ids::incrementAndGet);
    apply(changes);
    return changes;
  }

  private void apply(List<Change> changes) {
    for (Change change : changes) {
      boolean over = change instanceof Change.Worsened || change instanceof Change.Ended;
      open = over ? Optional.empty() : Optional.of(change.incident());
      last = change instanceof Change.Ended ended ? ended : last;
    }
  }

  private static Instant at(int n) {
    return TEN.plusSeconds(n);
  }
}
