package wadi.runtime.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes Java values of YAML values: records of objects, constants of words, instants of texts. What a record has and the
 * YAML does not is empty, 0, false or null.
 */
final class TypedValues {
  private static final Set<Class<?>> TEXTUAL = Set.of(Duration.class, UUID.class);

  private TypedValues() {}

  /** @throws IllegalArgumentException in words for the person who wrote the spec */
  static Object convert(Object value, Type type) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return Optional.ofNullable(value).map(v -> convert(v, argument(type, 0)));
    }
    if (value == null) {
      return nothing(raw);
    }
    if (List.class.isAssignableFrom(raw) && value instanceof List<?> items) {
      return items.stream().map(item -> convert(item, argument(type, 0))).collect(Collectors.toCollection(ArrayList::new));
    }
    if (raw.isInstance(value) || raw == Object.class) {
      return value;
    }
    if (raw.isRecord() && value instanceof Map<?, ?> members) {
      return record(members, raw);
    }
    if (raw.isEnum()) {
      return constant(value.toString(), raw);
    }
    if (value instanceof Number number && (raw.isPrimitive() || Number.class.isAssignableFrom(raw))) {
      return number(number, raw);
    }
    if (raw == boolean.class && value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text && (TEXTUAL.contains(raw) || Temporal.class.isAssignableFrom(raw))) {
      return parsed(text, raw);
    }
    throw new IllegalArgumentException(raw.getSimpleName() + " cannot be made of " + Shown.of(value));
  }

  /** By its name in any case, or by the word in messages, which has dashes. */
  private static Object constant(String word, Class<?> type) {
    String name = word.replace('-', '_');
    return Arrays.stream(type.getEnumConstants()).filter(c -> ((Enum<?>) c).name().equalsIgnoreCase(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no " + word));
  }

  private static Object record(Map<?, ?> members, Class<?> type) {
    List<String> names = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    members.keySet().stream().map(String::valueOf).filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException(type.getSimpleName() + " has no " + name + ", " + Suggestion.of(name, names));
    });
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = Arrays.stream(components).map(c -> component(members.get(c.getName()), c.getGenericType())).toArray();
    try {
      return type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type.getSimpleName() + " refuses this: " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getSimpleName() + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** What a spec does not say of a record is nothing, never null where the domain knows none. */
  private static Object component(Object value, Type type) {
    return value == null && type == String.class ? "" : value == null && type == Duration.class ? Duration.ZERO : convert(value, type);
  }

  private static Object parsed(String text, Class<?> type) {
    try {
      return type == UUID.class ? UUID.fromString(text) : type.getMethod("parse", CharSequence.class).invoke(null, text);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no " + type.getSimpleName() + ", write it as in ISO 8601: 2026-03-01T10:00:00Z, PT5S", e);
    }
  }

  private static Object number(Number number, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return number.intValue();
    }
    if (type == long.class || type == Long.class) {
      return number.longValue();
    }
    return type == double.class || type == Double.class ? number.doubleValue() : number;
  }

  /** What stands for nothing. */
  static Object nothing(Class<?> type) {
    if (type.isPrimitive()) {
      return type == boolean.class ? (Object) false : type == void.class ? null : number(0, type);
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    return List.class.isAssignableFrom(type) ? List.of() : type == Map.class ? Map.of() : null;
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : type instanceof Class<?> c ? c : Object.class;
  }

  private static Type argument(Type type, int n) {
    return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[n] : Object.class;
  }
}
