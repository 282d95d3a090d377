package wadi.camel.fraud;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/** A list that knows at once whether it has an entry, however long it is: CEL's {@code in} asks {@link #contains}. */
final class Entries extends AbstractList<String> implements RandomAccess {
  private final List<String> list;
  private final Set<String> set;

  Entries(Collection<String> entries) {
    list = List.copyOf(entries);
    set = Set.copyOf(entries);
  }

  @Override
  public String get(int index) {
    return list.get(index);
  }

  @Override
  public int size() {
    return list.size();
  }

  @Override
  public boolean contains(Object entry) {
    return entry != null && set.contains(entry);
  }
}
