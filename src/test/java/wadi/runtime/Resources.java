package wadi.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds.
 *
 * @param heap bytes in use
 * @param files open file descriptors, sockets among them
 */
record Resources(long heap, int threads, long files) {
  /** When garbage is gone. */
  static Resources collected() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return now();
  }

  static Resources now() {
    return new Resources(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), ManagementFactory.getThreadMXBean().getThreadCount(),
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount());
  }
}
