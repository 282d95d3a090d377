package wadi.camel;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets in, and lets out, only the header fields an edge names, whatever their case; out none unless it names some. */
public final class HeaderAllowList implements HeaderFilterStrategy {
  private final Set<String> in;
  private final Set<String> out;

  public HeaderAllowList(String... names) {
    this(lowerCase(names), Set.of());
  }

  private HeaderAllowList(Set<String> in, Set<String> out) {
    this.in = in;
    this.out = out;
  }

  /** The same, with these fields in replies. */
  public HeaderAllowList lettingOut(String... names) {
    return new HeaderAllowList(in, lowerCase(names));
  }

  private static Set<String> lowerCase(String... names) {
    return Stream.of(names).map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !in.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !out.contains(name.toLowerCase(Locale.ROOT));
  }
}
