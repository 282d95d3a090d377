package wadi.cli;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Where keys are changed. */
interface KeyDesk extends AutoCloseable {
  /** All keys, as {@code GET /ops/keys} answers. */
  String list();

  /** @param reuse also under a name whose keys have ended */
  void create(String name, String hash, List<String> scopes, OptionalInt rate, boolean reuse);

  void rotate(String name, String hash, Duration overlap);

  void revoke(String name);

  @Override
  void close();

  /** A running Wadi; where none runs here, its database. */
  static KeyDesk open(OperationsOptions options) {
    OperationsClient client = options.client();
    return options.isElsewhere() || client.isAnswered() ? new RunningDesk(client) : StoppedDesk.open(OperationsOptions.settings());
  }
}
