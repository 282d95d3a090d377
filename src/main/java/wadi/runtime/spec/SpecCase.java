package wadi.runtime.spec;

import java.util.List;

/**
 * One case of a spec.
 *
 * @param it a sentence that says what the route does
 */
record SpecCase(int line, String it, Given given, List<Expectation> then) {}
