/** What two rule books make of the same transactions, counted. */
package wadi.domain.fraud.backtest;
