package wadi.cli.backtest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import wadi.domain.fraud.backtest.Label;
import wadi.domain.intake.Card;

/**
 * One line of a file of transactions, without card numbers.
 *
 * @param line where it stands, from 1
 * @param at when it was made
 * @param pattern empty when the file names none
 */
public record Row(long line, Instant at, Label label, String pattern, Map<String, Object> message, List<Card> cards) {}
