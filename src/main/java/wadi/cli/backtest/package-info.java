/** Rule books and files of transactions: what {@code ./wadi backtest} and {@code ./wadi generate} do. */
package wadi.cli.backtest;
