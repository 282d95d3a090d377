package wadi.domain.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading of a message that writes the masked copy. */
final class MaskingPass {
  private static final String SECRET = "***";

  private final TextMask texts;
  private final NumberMask numbers;

  MaskingPass(TextMask texts) {
    this.texts = texts;
    this.numbers = new NumberMask(texts);
  }

  Object value(Object value, Place place) {
    if (value == null || value instanceof Boolean) return value;
    if (value instanceof String text) return texts.text(text, place);
    if (value instanceof Number number) return numbers.number(number, place);
    if (value instanceof Map<?, ?> object) return object(object, place);
    if (value instanceof List<?> list) return list(list, place);
    return texts.text(value.toString(), place);
  }

  private List<Object> list(List<?> list, Place place) {
    List<Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      try {
        copy.add(value(element, place));
      } catch (UnusableNumber number) {
        throw number.below(Integer.toString(copy.size()));
      }
    }
    return copy;
  }

  private Map<String, Object> object(Map<?, ?> object, Place place) {
    Map<String, Object> copy = new LinkedHashMap<>(object.size() * 2);
    Map<String, Integer> repeats = null;
    for (Map.Entry<?, ?> field : object.entrySet()) {
      String name = String.valueOf(field.getKey());
      String shown = texts.text(name, place);
      if (copy.containsKey(shown)) {
        if (repeats == null) repeats = new HashMap<>();
        shown = unused(shown, copy, repeats);
      }
      copy.put(shown, field(name, shown, field.getValue(), place));
    }
    return copy;
  }

  private Object field(String name, String shown, Object value, Place place) {
    FieldKind kind = FieldKind.of(name);
    if (kind == FieldKind.SECRET) return value == null ? null : SECRET;
    try {
      return value(value, place.below(name, kind));
    } catch (UnusableNumber number) {
      throw number.below(shown);
    }
  }

  /** Counts on from the last suffix of the same name, so that many masked names cost no more than few. */
  private static String unused(String name, Map<String, Object> taken, Map<String, Integer> repeats) {
    String free;
    do {
      free = name + " (" + repeats.merge(name, 2, (last, two) -> last + 1) + ")";
    } while (taken.containsKey(free));
    return free;
  }
}
