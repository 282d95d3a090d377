package wadi.platform.postgres;

/** For tests that do not ask what the delivery table says. */
final class TestEvents {
  static final DeliveryTable.Events NONE = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {
      // not asked
    }

    @Override
    public void expired(String channel, int count) {
      // not asked
    }
  };

  private TestEvents() {}
}
