package wadi.domain.mail;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How urgent the original publisher calls a mail: 200 on the mentoring's day, one less for each day before it. */
public final class MentoringPriority {
  private static final int TODAY = 200;
  private static final int MOST = 255;

  private MentoringPriority() {}

  /** 1 to 255; a mentoring in the past goes above 200. */
  public static int of(LocalDate today, LocalDate mentoring) {
    long days = ChronoUnit.DAYS.between(today, mentoring);
    return days > TODAY - 1 ? 1 : (int) Math.min(MOST, TODAY - days);
  }
}
