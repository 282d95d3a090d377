package wadi.runtime.spec;

import java.util.List;

/** A spec as it was read; {@code cases} lacks those that could not be. */
record SpecFile(String file, String route, int routeLine, List<SpecCase> cases, SpecErrors errors) {}
