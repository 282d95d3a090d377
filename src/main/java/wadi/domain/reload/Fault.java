package wadi.domain.reload;

/**
 * Why files did not go live, in words for the person who edits them.
 *
 * @param file relative to Wadi's folder, or empty when it is no matter of one file
 * @param line from 1, or 0 when it concerns all of the file
 * @param route the id of the route, or empty
 * @param message what is wrong
 * @param hint what to write instead, or empty
 */
public record Fault(String file, int line, String route, String message, String hint) {}
