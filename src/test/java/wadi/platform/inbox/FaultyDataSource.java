package wadi.platform.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A real data source that can go down, and can hold up whoever asks next. */
final class FaultyDataSource extends DelegatingDataSource {

  private final AtomicReference<Hold> next = new AtomicReference<>();
  private volatile boolean down;

  FaultyDataSource(DataSource real) {
    super(real);
  }

  void goDown() {
    down = true;
  }

  void comeBack() {
    down = false;
  }

  /** Holds up the next one who asks for a connection, and nobody else. */
  Hold holdNext() {
    Hold hold = new Hold(new CountDownLatch(1), new CountDownLatch(1));
    next.set(hold);
    return hold;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Hold hold = next.getAndSet(null);
    if (hold != null) {
      hold.stay();
    }
    if (down) {
      throw new SQLException("the database is down", "08001");
    }
    return super.getConnection();
  }

  record Hold(CountDownLatch asked, CountDownLatch released) {

    void awaitAsked() throws InterruptedException {
      asked.await();
    }

    void letGo() {
      released.countDown();
    }

    private void stay() throws SQLException {
      asked.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
    }
  }
}
