/** New channels, sites and rules as files to fill in: what {@code ./wadi new} does. */
package wadi.cli.scaffold;
