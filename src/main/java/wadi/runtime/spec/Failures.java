package wadi.runtime.spec;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jms.UncategorizedJmsException;

/** What can go wrong in a neighbour, in words; or any exception by its full name. */
final class Failures {
  private static final Map<String, Supplier<Exception>> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("connection refused", () -> new ConnectException("Connection refused"));
    WORDS.put("unknown host", () -> new UnknownHostException("neighbour.invalid"));
    WORDS.put("timeout", () -> new SocketTimeoutException("Read timed out"));
    WORDS.put("connection lost", () -> new IOException("Connection reset by peer"));
    WORDS.put("database away", () -> new DataAccessResourceFailureException("database away", new SQLException("connection refused", "08001")));
    WORDS.put("row refused", () -> new DataIntegrityViolationException("row refused", new SQLException("row refused", "23514")));
    WORDS.put("broker away", () -> new UncategorizedJmsException(new JMSException("broker away")));
    WORDS.put("error of ours", () -> new IllegalStateException("error of ours"));
  }

  private Failures() {}

  static List<String> words() {
    return List.copyOf(WORDS.keySet());
  }

  /** A new exception; empty when there is no such word or class. */
  static Optional<Exception> of(String name) {
    if (WORDS.containsKey(name)) {
      return Optional.of(WORDS.get(name).get());
    }
    return name.contains(".") ? create(name) : Optional.empty();
  }

  /** By the constructor that asks for least, texts and causes filled in. */
  private static Optional<Exception> create(String name) {
    try {
      Class<? extends Exception> type = Class.forName(name).asSubclass(Exception.class);
      Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
          .min(Comparator.comparing((Constructor<?> c) -> !Arrays.asList(c.getParameterTypes()).contains(String.class))
              .thenComparing(Constructor::getParameterCount)).orElseThrow();
      constructor.setAccessible(true);
      return Optional.of((Exception) constructor.newInstance(Arrays.stream(constructor.getParameterTypes()).map(Failures::argument).toArray()));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Object argument(Class<?> type) {
    if (type == String.class) {
      return "given by the spec";
    }
    boolean isCause = Throwable.class.isAssignableFrom(type) && type.isAssignableFrom(IOException.class);
    return isCause ? new IOException("given by the spec") : TypedValues.nothing(type);
  }

  /** Whether a failure, or what caused it, is of the named kind: a word, a simple class name, or a full one. */
  static boolean isOf(Throwable failure, String name) {
    String type = WORDS.containsKey(name) ? WORDS.get(name).get().getClass().getName() : name;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e.getClass().getName().equals(type) || e.getClass().getSimpleName().equals(type)) {
        return true;
      }
    }
    return false;
  }
}
