/**
 * Labelled transactions that look like a shop's: most are genuine, some follow patterns of fraud, and some are genuine and only look
 * like fraud. Everything is made up; it repeats for the same seed.
 */
package wadi.domain.fraud.synthetic;
