import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import wadi.platform.postgres.EmbeddedPostgres;

/**
 * The services of a Compose file as processes of this machine. Environment, order and published ports are the file's. In place of
 * the images there are: for Wadi, {@code ./wadi}; for PostgreSQL, the one inside Wadi; for RabbitMQ, the one that is installed here;
 * for the mail catcher, Wadi's own inbox.
 */
class Run {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[?-][^}]*)?}");
  private static final long PATIENCE_SECONDS = 90;

  private final Path home = Path.of("").toAbsolutePath();
  private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();
  private final Map<String, String> variables = new HashMap<>(System.getenv());
  /** What the port of a container is here: {@code postgres:5432}. */
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Deque<AutoCloseable> closeLast = new ArrayDeque<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Path folder;
  private final boolean freePorts;

  @SuppressWarnings("unchecked")
  private Run(Path file, Path folder, boolean freePorts) throws IOException {
    this.folder = folder;
    this.freePorts = freePorts;
    Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    Map<String, Map<String, Object>> all = (Map<String, Map<String, Object>>) compose.get("services");
    all.keySet().stream().filter(name -> !all.get(name).containsKey("profiles")).forEach(name -> inOrder(all, name)); // those are asked for by name
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    int in = words.indexOf("--in");
    Path file = Path.of(words.get(0));
    Path folder = Path.of(in < 0 ? "data/" + file.getFileName().toString().replace(".yml", "") : words.get(in + 1)).toAbsolutePath();
    Files.createDirectories(folder);
    Run run = new Run(file, folder, words.contains("--free-ports"));
    Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
    try {
      run.start();
    } catch (IOException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    Thread.currentThread().join();
  }

  /** What it depends on first. */
  @SuppressWarnings("unchecked")
  private void inOrder(Map<String, Map<String, Object>> all, String name) {
    ((Map<String, Object>) all.get(name).getOrDefault("depends_on", Map.of())).keySet().forEach(needed -> inOrder(all, needed));
    services.putIfAbsent(name, all.get(name));
  }

  private void start() throws Exception {
    for (Map.Entry<String, Map<String, Object>> service : services.entrySet()) {
      choosePorts(service.getKey(), service.getValue());
    }
    for (Map.Entry<String, Map<String, Object>> service : services.entrySet()) {
      for (Object needed : ((Map<?, ?>) service.getValue().getOrDefault("depends_on", Map.of())).keySet()) {
        awaitHealthy((String) needed);
      }
      start(service.getKey(), service.getValue());
    }
    for (String name : services.keySet()) {
      awaitHealthy(name);
    }
    System.out.println("All run. Their data and what they print is in " + folder + ". Ctrl-C stops them.");
    services.keySet().stream().filter(this::isWadi).forEach(name -> System.out.printf("  %-10s http://127.0.0.1:%d  health and inbox http://127.0.0.1:%d/inbox%n",
        name, ports.get(name + ":8080"), ports.get(name + ":9876")));
    System.out.flush();
  }

  /** The published one, where there is one; else one that is free. */
  private void choosePorts(String name, Map<String, Object> service) throws IOException {
    List<String> inside = isWadi(name) ? List.of("8080", "9876", "2525", "61616") : isPostgres(name) ? List.of() : List.of("5672");
    for (String port : inside) {
      ports.put(name + ":" + port, published(service, port));
    }
  }

  private int published(Map<String, Object> service, String port) throws IOException {
    for (Object mapping : (List<?>) service.getOrDefault("ports", List.of())) {
      String[] parts = mapping.toString().split(":");
      if (!freePorts && parts[2].equals(port)) {
        return Integer.parseInt(parts[1]);
      }
    }
    return freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean isWadi(String name) {
    return services.get(name).containsKey("build");
  }

  private boolean isPostgres(String name) {
    return services.get(name).get("image").toString().startsWith("postgres:");
  }

  private boolean isRabbit(String name) {
    return services.get(name).get("image").toString().startsWith("rabbitmq:");
  }

  private void start(String name, Map<String, Object> service) throws IOException {
    if (isPostgres(name)) {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve(name));
      closeLast.push(postgres);
      variables.put("POSTGRES_PASSWORD", postgres.password());
      Matcher address = Pattern.compile("jdbc:postgresql://[^:/]+:(\\d+)/(\\w+).*").matcher(postgres.url());
      if (!address.matches()) {
        throw new IllegalStateException("cannot read " + postgres.url());
      }
      ports.put(name + ":5432", Integer.parseInt(address.group(1)));
      variables.put("DATABASE_NAME", address.group(2));
    } else if (isRabbit(name)) {
      rabbit(name, environment(service));
    } else if (isWadi(name)) {
      wadi(name, environment(service));
    }
  }

  private void wadi(String name, Map<String, String> environment) throws IOException {
    environment.put("DATA_DIR", folder.resolve(name).toString());
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("HTTP_PORT", ports.get(name + ":8080").toString());
    environment.put("MANAGEMENT_HOST", "127.0.0.1");
    environment.put("MANAGEMENT_PORT", ports.get(name + ":9876").toString());
    environment.put("INBOX_SMTP_PORT", ports.get(name + ":2525").toString());
    environment.put("BROKER_ARTEMIS_PORT", ports.get(name + ":61616").toString());
    launch(name, environment, home.resolve("wadi").toString(), "run");
  }

  /** A node of its own beside any other on this machine: nothing of it is where a packaged one looks. */
  private void rabbit(String name, Map<String, String> environment) throws IOException {
    Path node = Files.createDirectories(folder.resolve(name));
    Files.writeString(node.resolve("rabbitmq.conf"), """
        listeners.tcp.1 = 127.0.0.1:%d
        default_user = %s
        default_pass = %s
        """.formatted(ports.get(name + ":5672"), environment.get("RABBITMQ_DEFAULT_USER"), environment.get("RABBITMQ_DEFAULT_PASS")));
    Files.writeString(node.resolve("enabled_plugins"), "[].\n");
    String epmd = Integer.toString(freePort());
    Map<String, String> own = new HashMap<>(Map.of("HOME", node.toString(), "RABBITMQ_NODENAME", "wadi@localhost", "RABBITMQ_CONFIG_FILE",
        node.resolve("rabbitmq.conf").toString(), "RABBITMQ_ENABLED_PLUGINS_FILE", node.resolve("enabled_plugins").toString(),
        "RABBITMQ_MNESIA_BASE", node.resolve("mnesia").toString(), "RABBITMQ_LOG_BASE", node.resolve("log").toString(),
        "RABBITMQ_DIST_PORT", Integer.toString(freePort()), "ERL_EPMD_PORT", epmd, "ERL_EPMD_ADDRESS", "127.0.0.1"));
    own.put("RABBITMQ_PID_FILE", node.resolve("pid").toString());
    String packaged = "/usr/lib/rabbitmq/bin/rabbitmq-server"; // as this user; the one on the path changes to another
    closeLast.push(() -> new ProcessBuilder("epmd", "-port", epmd, "-kill").redirectErrorStream(true).redirectOutput(node.resolve("epmd.log").toFile())
        .start().waitFor(10, TimeUnit.SECONDS));
    launch(name, own, new File(packaged).exists() ? packaged : "rabbitmq-server");
  }

  private void launch(String name, Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("%s cannot be started, %s: %s".formatted(name, String.join(" ", command), e.getMessage()));
    }
    processes.put(name, process);
    closeLast.push(() -> end(process));
  }

  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy); // RabbitMQ's script does not hand the signal on
    if (!process.waitFor(45, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    for (ProcessHandle child : children) {
      child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join();
    }
  }

  private Map<String, String> environment(Map<String, Object> service) {
    Map<String, String> environment = new LinkedHashMap<>();
    ((Map<?, ?>) service.getOrDefault("environment", Map.of())).forEach((key, value) -> environment.put(key.toString(), here(value.toString())));
    environment.replaceAll((key, value) -> services.containsKey(value) && key.endsWith("_HOST") ? "127.0.0.1" : value);
    if (environment.containsKey("DELIVERY_EMAIL_SMTP_PORT")) {
      environment.put("DELIVERY_EMAIL_SMTP_PORT", "{{inbox.smtp-port}}"); // the mail catcher's part is the inbox's
    }
    return environment;
  }

  /** With this machine's addresses, and the secrets that nobody has set made up. */
  private String here(String value) {
    String text = VARIABLE.matcher(value).replaceAll(found -> Matcher.quoteReplacement(variables.computeIfAbsent(found.group(1), this::secret)));
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      text = text.replace("//" + port.getKey(), "//127.0.0.1:" + port.getValue());
    }
    return text.startsWith("jdbc:") ? text.replaceFirst("/\\w+$", "/" + variables.get("DATABASE_NAME")) : text;
  }

  /** Kept, because the data belong to it. */
  private String secret(String name) {
    Path file = folder.resolve(name.toLowerCase() + ".secret");
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        Files.writeString(file, HexFormat.of().formatHex(bytes));
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitHealthy(String name) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isHealthy(name)) {
      Process process = processes.get(name);
      if (System.nanoTime() > end || process != null && !process.isAlive()) {
        throw new IllegalStateException("%s does not run:%n%s".formatted(name, Files.readString(folder.resolve(name + ".log"))));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isHealthy(String name) {
    if (isRabbit(name)) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", ports.get(name + ":5672")), 1_000);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    try {
      return !isWadi(name) || ((HttpURLConnection) URI.create("http://127.0.0.1:" + ports.get(name + ":9876") + "/observe/health/ready").toURL()
          .openConnection()).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The last started first. */
  private void stop() {
    for (AutoCloseable part = closeLast.poll(); part != null; part = closeLast.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println(e.getMessage());
      }
    }
  }
}
