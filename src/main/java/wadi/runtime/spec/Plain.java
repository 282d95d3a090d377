package wadi.runtime.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A copy of any value in JSON's types, so that a spec can compare it and later changes do not reach it. */
final class Plain {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Plain() {}

  static Object of(Object value) {
    if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put(String.valueOf(name), of(member)));
      return copy;
    }
    if (value instanceof Iterable<?> items) {
      List<Object> copy = new ArrayList<>();
      items.forEach(item -> copy.add(of(item)));
      return copy;
    }
    if (value instanceof Object[] items) {
      return of(Arrays.asList(items));
    }
    return ofObject(value);
  }

  private static Object ofObject(Object value) {
    if (value instanceof Optional<?> optional) {
      return of(optional.orElse(null));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (value instanceof InputStream stream && stream.markSupported()) {
      return text(stream);
    }
    if (value instanceof Record) {
      return record(value);
    }
    return value instanceof Throwable failure ? failure.getClass().getSimpleName() + ": " + failure.getMessage() : value.toString();
  }

  private static Map<String, Object> record(Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        members.put(component.getName(), of(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return members;
  }

  private static String text(InputStream stream) {
    try {
      stream.mark(Integer.MAX_VALUE);
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      stream.reset();
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object or list when the text is one in JSON. */
  static Optional<Object> json(Object value) {
    if (!(value instanceof String text) || !(text.startsWith("{") || text.startsWith("["))) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The value as JSON text. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(of(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
