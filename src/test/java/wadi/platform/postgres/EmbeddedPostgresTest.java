package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.StartupException;

class EmbeddedPostgresTest {
  /** A stopped cluster with its programs; each test works on a copy (of the programs, on links). */
  @TempDir static Path made;
  @TempDir Path scratch;
  private Path directory;

  @BeforeAll
  static void first_start() {
    EmbeddedPostgres.start(made.resolve("postgres")).close();
  }

  @BeforeEach
  void copy() throws Exception {
    directory = scratch.resolve("post gres");
    Path from = made.resolve("postgres");
    Files.createDirectory(directory);
    copy("-al", from.resolve("bin-16.15.0"));
    copy("-a", from.resolve("cluster"), from.resolve("password"));
  }

  private void copy(String how, Path... files) throws Exception {
    List<String> command = new ArrayList<>(List.of("cp", how));
    Stream.of(files).map(Path::toString).forEach(command::add);
    command.add(directory.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @AfterEach
  void nothing_is_left_for_the_next_test() {
    processes(directory).forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void keeps_data_and_password_from_one_start_to_the_next() throws Exception {
    removeClusterAndPassword();
    String password;
    try (var postgres = EmbeddedPostgres.start(directory)) {
      password = postgres.password();
      execute(postgres, "create table kept as select 42 as answer");
    }
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
      assertThat(postgres.password()).isEqualTo(password).hasSize(32);
      assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  private void removeClusterAndPassword() throws IOException {
    Files.delete(directory.resolve("password"));
    Durable.removeTree(directory.resolve("cluster"));
  }

  @Test
  void refuses_a_wrong_password() {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "wrong"))
          .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void writes_durably_and_listens_on_the_loopback_address_only() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(query(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show unix_socket_directories")).isEmpty();
      assertThat(query(postgres, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'")).isEqualTo("0");
    }
  }

  @Test
  void keeps_what_clients_did_wrong_out_of_its_log() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThatThrownBy(() -> query(postgres, "select '4111111111111111x'::bigint")).isInstanceOf(SQLException.class);
    }
    assertThat(Files.readString(directory.resolve("log"))).contains("shut down").doesNotContain("4111111111111111");
  }

  @Test
  void runs_outside_our_process_group() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThat(processGroup(postmaster())).isNotEqualTo(processGroup(ProcessHandle.current()));
    }
  }

  @Test
  void takes_over_from_the_server_a_killed_owner_left() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process owner = new ProcessBuilder(java, "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        Owner.class.getName(), directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines = new BufferedReader(new InputStreamReader(owner.getInputStream()))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> "committed".equals(lines.readLine()));
      ProcessHandle survivor = postmaster();
      owner.destroyForcibly().waitFor();
      assertThat(processes(directory)).as("it outlives its owner").contains(survivor);

      try (var postgres = EmbeddedPostgres.start(directory)) {
        assertThat(query(postgres, "select count(*) from promised")).isEqualTo("1000");
        assertThat(processes(directory)).doesNotContain(survivor);
      }
    } finally {
      owner.destroyForcibly();
    }
  }

  /** Starts the server, commits, and waits to be killed. */
  static final class Owner {
    public static void main(String[] arguments) throws Exception {
      var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
      execute(postgres, "create table promised as select generate_series(1, 1000)");
      System.out.println("committed");
      Thread.currentThread().join();
    }
  }

  @Test
  void starts_although_a_stale_lock_names_a_live_stranger() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(directory.resolve("cluster/postmaster.pid"), stranger.pid() + "\n" + directory + "/cluster\n1\n1\n\n\n");
      try (var postgres = EmbeddedPostgres.start(directory)) {
        assertThat(query(postgres, "select 1")).isEqualTo("1");
      }
      assertThat(stranger.isAlive()).as("the stranger is none of our business").isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void comes_back_on_the_same_port_each_time_it_is_killed() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      execute(postgres, "create table kept as select 42 as answer");
      for (int kill = 1; kill <= 2; kill++) {
        ProcessHandle killed = postmaster();
        killed.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
            .until(() -> !postmaster().equals(killed) && query(postgres, "select answer from kept").equals("42"));
      }
    }
    assertThat(processes(directory)).isEmpty();
  }

  @Test
  void leaves_no_process_when_closed_even_twice_and_with_clients() throws Exception {
    var postgres = EmbeddedPostgres.start(directory);
    try (Connection client = connect(postgres)) {
      assertThat(processes(directory)).isNotEmpty();
      postgres.close();
      assertThat(processes(directory)).isEmpty();
      postgres.close();
      await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> processes(directory).isEmpty());
    }
  }

  @Test
  void leaves_no_process_when_closed_while_the_server_is_being_restarted() {
    var postgres = EmbeddedPostgres.start(directory);
    ProcessHandle killed = postmaster();
    killed.destroyForcibly();
    await().pollInterval(Duration.ofMillis(2)).ignoreExceptions()
        .until(() -> processes(directory).stream().anyMatch(EmbeddedPostgresTest::isPgCtl) || !postmaster().equals(killed));
    postgres.close();
    await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> processes(directory).isEmpty());
  }

  @Test
  void begins_anew_what_a_kill_left_half_done() throws Exception {
    Path fresh = Files.createDirectories(scratch.resolve("fresh"));
    Files.createDirectories(fresh.resolve("cluster.unfinished/base"));
    Files.writeString(fresh.resolve("password.unfinished"), "half");
    for (String programs : List.of("bin-16.15.0.unpacking", "bin-16.11.0")) {
      Files.createDirectories(fresh.resolve(programs).resolve("bin"));
      Files.writeString(fresh.resolve(programs).resolve("bin/postgres"), "half");
    }
    try (var postgres = EmbeddedPostgres.start(fresh)) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
    }
    try (Stream<Path> files = Files.list(fresh)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bin-16.15.0", "cluster", "log", "password");
    }
  }

  @Test
  void refuses_a_cluster_of_another_major_version() throws Exception {
    Files.writeString(directory.resolve("cluster/PG_VERSION"), "15\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(directory)).isInstanceOf(StartupException.class)
        .hasMessageContaining("was written by PostgreSQL 15, this Wadi brings 16").hasMessageContaining("database.url");
  }

  @Test
  void refuses_to_invent_a_password_for_an_existing_cluster() throws Exception {
    Files.delete(directory.resolve("password"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(directory)).isInstanceOf(StartupException.class)
        .hasMessageContaining("put the file").hasMessageContaining("password");
  }

  @Test
  void says_what_the_server_said_when_it_does_not_start() throws Exception {
    Files.delete(directory.resolve("cluster/global/pg_control"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(directory)).isInstanceOf(StartupException.class)
        .hasMessageContaining("does not start").hasMessageContaining("pg_control");
    assertThat(processes(directory)).isEmpty();
  }

  @Test
  void sends_other_systems_to_a_database_of_their_own() {
    assertThatThrownBy(() -> Binaries.archive("Windows 11", "amd64")).isInstanceOf(StartupException.class)
        .hasMessageContaining("Windows 11").hasMessageContaining("database.url");
    assertThatThrownBy(() -> Binaries.archive("Linux", "riscv64")).isInstanceOf(StartupException.class).hasMessageContaining("riscv64");
    assertThat(Binaries.archive("Linux", "aarch64").toString()).endsWith("arm_64.txz");
  }

  private static boolean isPgCtl(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/pg_ctl")).isPresent();
  }

  /** Told by the executable, as a stranger would: not by the code under test. */
  private static List<ProcessHandle> processes(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().filter(command -> command.startsWith(directory + "/")).isPresent()).toList();
  }

  private ProcessHandle postmaster() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0))).orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The fifth word of /proc/PID/stat; the second, the name, is free of spaces for both processes asked here. */
  private static String processGroup(ProcessHandle process) throws IOException {
    return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat")).split(" ")[4];
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres); var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
