package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.FileSystemUtils;
import wadi.platform.Together;

@Timeout(60)
class GroupCommitTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private GroupCommit<Integer> group;

  @BeforeEach
  void table() {
    database.jdbc().sql("create table probe (id integer primary key check (id >= 0))").update();
  }

  @AfterEach
  void close() {
    gate.countDown();
    if (group != null) {
      group.close();
    }
    database.jdbc().sql("drop table probe").update();
  }

  @Test
  void has_committed_the_row_of_each_thread_when_it_returns() throws Exception {
    open(this::insert);
    Together.run(8, thread -> {
      for (int i = 0; i < 100; i++) {
        int row = thread * 100 + i;
        group.commit(row);
        assertThat(database.count("select count(*) from probe where id = ?", row)).isEqualTo(1);
      }
      return null;
    });
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(800);
    assertThat(sizes).as("fewer commits than rows").hasSizeLessThan(800);
  }

  @Test
  void writes_together_what_arrives_during_a_commit() {
    open(this::insertBehindTheGate);
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.rangeClosed(1, 700));
    gate.countDown();
    assertThat(rows).allSatisfy(row -> assertThat(row).succeedsWithin(Duration.ofSeconds(10)));
    assertThat(sizes).containsExactly(1, 500, 200);
  }

  @Test
  void lets_a_row_the_database_refuses_fail_alone() {
    database.jdbc().sql("insert into probe values (30)").update();
    open(this::insertBehindTheGate);
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.of(1, 2, 30, 3, -1, 4, 4));
    gate.countDown();
    assertThat(failure(rows.get(3))).isInstanceOf(DuplicateKeyException.class);
    assertThat(failure(rows.get(5))).isInstanceOf(DataIntegrityViolationException.class);
    assertThat(failure(rows.get(7))).isInstanceOf(DuplicateKeyException.class);
    assertThat(List.of(0, 1, 2, 4, 6)).allSatisfy(i -> assertThat(rows.get(i)).succeedsWithin(Duration.ofSeconds(10)));
    assertThat(stored()).containsExactly(0, 1, 2, 3, 4, 30);
  }

  @Test
  void lets_a_row_no_statement_can_be_made_of_fail_alone() {
    open(rows -> {
      insertBehindTheGate(rows);
      if (rows.contains(7)) {
        throw new IllegalArgumentException("seven");
      }
    });
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.of(6, 7, 8));
    gate.countDown();
    assertThat(failure(rows.get(2))).isInstanceOf(IllegalArgumentException.class).hasMessage("seven");
    assertThat(rows.get(1)).succeedsWithin(Duration.ofSeconds(10));
    assertThat(rows.get(3)).succeedsWithin(Duration.ofSeconds(10));
    assertThat(stored()).containsExactly(0, 6, 8);
  }

  @Test
  void survives_an_error_of_the_writer() {
    open(rows -> {
      if (rows.contains(7)) {
        throw new StackOverflowError();
      }
      insert(rows);
    });
    assertThat(failure(group.submit(7))).isInstanceOf(StackOverflowError.class);
    group.commit(8);
    assertThat(stored()).containsExactly(8);
  }

  @Test
  void does_not_ask_a_database_that_is_gone_for_each_row() {
    open(rows -> {
      insertBehindTheGate(rows);
      if (rows.size() > 1) {
        throw new DataIntegrityViolationException("a bad row");
      }
      if (rows.contains(3)) {
        throw new CannotCreateTransactionException("gone");
      }
    });
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.rangeClosed(1, 100));
    gate.countDown();
    assertThat(rows.subList(0, 3)).allSatisfy(row -> assertThat(row).succeedsWithin(Duration.ofSeconds(10)));
    assertThat(rows.subList(3, 101)).allSatisfy(row -> assertThat(failure(row)).isInstanceOf(CannotCreateTransactionException.class));
    assertThat(sizes).containsExactly(1, 100, 1, 1, 1);
  }

  @Test
  void fails_at_once_while_the_database_is_away_and_works_when_it_is_back() throws Exception {
    Path directory = Files.createTempDirectory("wadi-group");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    AtomicBoolean kill = new AtomicBoolean();
    Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    Set<Integer> failed = ConcurrentHashMap.newKeySet();
    try (var postgres = EmbeddedPostgres.start(directory);
        var mortal = Database.connect(postgres.url(), postgres.user(), postgres.password(), 4)) {
      mortal.sql().sql("create table probe (id integer primary key)").update();
      JdbcTemplate jdbc = new JdbcTemplate(mortal.dataSource());
      try (var rows = new GroupCommit<Integer>("mortal", mortal, some -> {
        jdbc.batchUpdate("insert into probe values (?)", some, some.size(), (statement, row) -> statement.setInt(1, row));
        if (some.contains(0) && kill.compareAndSet(true, false)) {
          kill(directory);
        }
      })) {
        kill.set(true);
        Together.run(8, thread -> {
          long begin = System.nanoTime();
          for (int i = 0; i < 20; i++) {
            int row = i * 8 + thread;
            try {
              rows.commit(row);
              acknowledged.add(row);
            } catch (DataAccessException | TransactionException e) {
              failed.add(row);
            }
          }
          assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
          return null;
        });
        assertThat(failed).contains(0);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
          rows.commit(1_000);
          return true;
        });
        assertThat(mortal.sql().sql("select id from probe").query(Integer.class).list()).containsAll(acknowledged).doesNotContain(0);
      }
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  /** Kills the server, and returns when it is dead. */
  private static void kill(Path directory) {
    try {
      long pid = Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0));
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> all = new ArrayList<>(server.children().toList());
      all.add(0, server);
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writes_what_waits_when_it_closes() throws Exception {
    open(this::insertBehindTheGate);
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.rangeClosed(1, 1_200));
    Thread closing = closeMeanwhile(group);
    gate.countDown();
    closing.join(10_000);
    assertThat(rows).allMatch(row -> row.isDone() && !row.isCompletedExceptionally());
    assertThat(stored()).hasSize(1_201);
  }

  /** Returns when close() waits for the writer. */
  private static Thread closeMeanwhile(GroupCommit<Integer> group) {
    Thread closing = new Thread(group::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    return closing;
  }

  @Test
  void writes_what_waits_for_a_connection_when_it_closes() throws Exception {
    try (var narrow = narrow()) {
      GroupCommit<Integer> one = new GroupCommit<>("narrow", narrow, this::insert);
      CompletableFuture<Void> row;
      try (Connection first = narrow.dataSource().getConnection(); Connection second = narrow.dataSource().getConnection()) {
        row = one.submit(1);
        var pool = ((HikariDataSource) narrow.dataSource()).getHikariPoolMXBean();
        await().until(() -> pool.getThreadsAwaitingConnection() == 1);
        closeMeanwhile(one);
      }
      assertThat(row).succeedsWithin(Duration.ofSeconds(10));
    }
    assertThat(stored()).containsExactly(1);
  }

  private static Database narrow() {
    HikariDataSource pool = (HikariDataSource) database.dataSource();
    return Database.connect(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), 2);
  }

  @Test
  void refuses_rows_after_it_closed() {
    open(this::insert);
    group.close();
    assertThat(failure(group.submit(1))).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> group.commit(1)).isInstanceOf(RejectedExecutionException.class);
    group.close();
    assertThat(stored()).isEmpty();
  }

  @Test
  void writes_or_refuses_each_row_that_arrives_while_it_closes() throws Exception {
    for (int round = 0; round < 100; round++) {
      Set<Integer> written = ConcurrentHashMap.newKeySet();
      GroupCommit<Integer> closing = new GroupCommit<>("closing", database.database(), written::addAll);
      Together.run(4, thread -> {
        if (thread == 0) {
          closing.close();
          return null;
        }
        boolean refused = false;
        for (int i = 0; !refused; i++) {
          int row = i * 4 + thread;
          CompletableFuture<Void> future = closing.submit(row);
          try {
            future.get(20, TimeUnit.SECONDS);
            assertThat(written).contains(row);
          } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(RejectedExecutionException.class);
            assertThat(written).doesNotContain(row);
            refused = true;
          }
        }
        return null;
      });
    }
  }

  @Test
  void refuses_a_row_that_arrives_just_after_the_writer_ended() {
    group = new GroupCommit<>("probe", database.database(), this::insert, new ArrayBlockingQueue<>(10) {
      @Override
      public boolean offer(GroupCommit.Pending<Integer> pending) {
        if (pending.row() != null) {
          group.close();
        }
        return super.offer(pending);
      }
    });
    assertThat(failure(group.submit(1))).isInstanceOf(RejectedExecutionException.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  void refuses_rows_when_too_many_wait() {
    open(this::insertBehindTheGate);
    List<CompletableFuture<Void>> rows = submitBehindTheFirst(IntStream.rangeClosed(1, 20_000));
    assertThat(failure(group.submit(20_001))).isInstanceOf(RejectedExecutionException.class);
    gate.countDown();
    assertThat(rows).allSatisfy(row -> assertThat(row).succeedsWithin(Duration.ofSeconds(20)));
  }

  private void open(Consumer<List<Integer>> write) {
    group = new GroupCommit<>("probe", database.database(), write);
  }

  /** The first row is being written, and stays so until the gate opens; then the others are submitted. */
  private List<CompletableFuture<Void>> submitBehindTheFirst(IntStream others) {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    futures.add(group.submit(0));
    waitFor(entered);
    others.forEach(row -> futures.add(group.submit(row)));
    return futures;
  }

  private void insertBehindTheGate(List<Integer> rows) {
    entered.countDown();
    waitFor(gate);
    insert(rows);
  }

  private void insert(List<Integer> rows) {
    sizes.add(rows.size());
    new JdbcTemplate(database.dataSource())
        .batchUpdate("insert into probe values (?)", rows, rows.size(), (statement, row) -> statement.setInt(1, row));
  }

  /** Whatever happens, an interrupt does not open the gate. */
  private static void waitFor(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Throwable failure(CompletableFuture<Void> future) {
    return catchThrowable(() -> future.orTimeout(20, TimeUnit.SECONDS).get()).getCause();
  }

  private static List<Integer> stored() {
    return database.jdbc().sql("select id from probe order by id").query(Integer.class).list();
  }
}
