package wadi.platform.ops;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at files without letting them live, docs/ops-api.md. */
public interface Inspections {

  /** All that is wrong with the files as they are now, and how they differ from those that run, as JSON's types; empty while another one is under way. */
  Optional<Map<String, Object>> check();

  /**
   * How the files of a generation differ from those of another one, as JSON's types.
   *
   * @param against the other one; when left out the one that was live before it
   * @throws NotKept when the files of one of them are not kept
   */
  Map<String, Object> changes(long number, OptionalLong against) throws NotKept;

  /** In words for people. */
  final class NotKept extends Exception {
    public NotKept(String message) {
      super(message, null, false, false);
    }
  }
}
