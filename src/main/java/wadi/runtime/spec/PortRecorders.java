package wadi.runtime.spec;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.transaction.PlatformTransactionManager;
import wadi.platform.CardKey;
import wadi.platform.ports.Ids;
import wadi.platform.ports.Ports;
import wadi.platform.ports.Reads;

/**
 * The platform's ports in a twin. Those that are interfaces record each call by the names of method and parameters, so
 * that a new port needs nothing here.
 */
final class PortRecorders {
  /** Larger than an int, as real ones are. */
  static final long FIRST_ID = 100_000_000_001L;

  private final Recorder recorder;
  private final AtomicLong ids = new AtomicLong(FIRST_ID);
  private final Map<String, AtomicLong> counters = new TreeMap<>();
  private final Map<String, Method> methods = new TreeMap<>();
  private final Map<String, Object> parts = new TreeMap<>();

  /** @param given by the names of the ports: not stood in for */
  PortRecorders(Recorder recorder, Map<String, Object> given) {
    this.recorder = recorder;
    for (Method port : Ports.class.getMethods()) {
      Object own = given.get(port.getName());
      parts.put(port.getName(), own == null ? part(port) : own);
    }
  }

  Ports ports() {
    return proxy(Ports.class, (proxy, method, arguments) -> parts.get(method.getName()));
  }

  /** What calls can be called in a spec: {@code transactions.store}, {@code databaseTransactions.commit}. */
  Map<String, Method> methods() {
    return methods;
  }

  Map<String, AtomicLong> counters() {
    return counters;
  }

  /** As it is before each case. */
  void reset(Map<String, Long> given) {
    ids.set(FIRST_ID);
    counters.forEach((name, counter) -> counter.set(given.getOrDefault(name, 0L)));
  }

  private Object part(Method port) {
    Class<?> type = port.getReturnType();
    if (type == Clock.class) {
      return recorder.clock();
    }
    if (type == LongSupplier.class) {
      return recorder.clock().stopwatch();
    }
    if (type == CardKey.class) {
      return CardKey.forSpecs();
    }
    if (type == AtomicLong.class) {
      return counters.computeIfAbsent(port.getName(), name -> new AtomicLong());
    }
    if (MeterRegistry.class.isAssignableFrom(type)) {
      return new SimpleMeterRegistry();
    }
    if (type == PlatformTransactionManager.class) {
      for (String method : new String[] {"begin", "commit", "rollback"}) {
        methods.put(port.getName() + "." + method, null);
      }
      return new RecordedTransactions(port.getName(), recorder);
    }
    if (!type.isInterface()) {
      throw new IllegalStateException("Ports." + port.getName() + " must be an interface, so that specs can record what it is asked");
    }
    for (Method method : type.getMethods()) {
      methods.put(port.getName() + "." + method.getName(), method);
    }
    return type == Ids.class ? (Ids) ids::getAndIncrement : proxy(type, (proxy, method, arguments) -> call(port.getName(), method, arguments));
  }

  private Object call(String port, Method method, Object[] arguments) throws Exception {
    if (method.getDeclaringClass() == Object.class) {
      return method.getName().equals("toString") ? port : method.getName().equals("hashCode") ? port.hashCode() : (Object) false;
    }
    boolean reads = method.isAnnotationPresent(Reads.class);
    Answer answer = recorder.leaves(new Left(Left.Kind.PORT, port + "." + method.getName(), !reads, Map.of("with", with(method, arguments))));
    Exception failure = answer.fails().flatMap(Failures::of).orElse(null);
    if (failure != null) {
      throw failure;
    }
    return answer.returns().isPresent() ? returned(method, answer.returns().get()) : allWell(method.getReturnType(), reads);
  }

  /** Arguments by name; the members of a record that is the only one. */
  private static Object with(Method method, Object[] arguments) {
    Map<String, Object> with = new LinkedHashMap<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      with.put(parameters[i].getName(), Plain.of(arguments[i]));
    }
    return parameters.length == 1 && arguments[0] instanceof Record ? with.values().iterator().next() : with;
  }

  private static Object returned(Method method, Object value) {
    return method.getReturnType() == CompletableFuture.class ? CompletableFuture.completedFuture(value)
        : TypedValues.convert(value, method.getGenericReturnType());
  }

  private static Object allWell(Class<?> type, boolean reads) {
    if (type == CompletableFuture.class) {
      return CompletableFuture.completedFuture(null);
    }
    return type == boolean.class ? (Object) !reads : TypedValues.nothing(type);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
