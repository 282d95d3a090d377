package wadi.runtime.spec;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** Lets everything a route does at the same time, or behind its back, happen in turn: cases come out the same each time. */
final class OneThread extends DefaultThreadPoolFactory {
  @Override
  public ExecutorService newCachedThreadPool(ThreadFactory threads) {
    return new SynchronousExecutorService();
  }

  @Override
  public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
    return new SynchronousExecutorService();
  }
}
