/** A copy of the database inside in one file, and a new data directory made from it: docs/decisions/0040. */
package wadi.platform.backup;
