package wadi.platform.velocity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import wadi.domain.fraud.Measure;

/** {@code windows.lua}, which Redis runs for each check as one step that nothing comes between. */
final class WindowScript {
  static final String COUNT = "count";
  static final String PEEK = "peek";

  private final String text;
  private final String sha;

  WindowScript() {
    try (InputStream file = WindowScript.class.getResourceAsStream("windows.lua")) {
      byte[] bytes = file.readAllBytes();
      text = new String(bytes, StandardCharsets.UTF_8);
      sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes)); // the name Redis gives it, no secret
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Counts something that nobody asks of, and fails as counting would. */
  void probe(Jedis redis, String key) {
    redis.scriptLoad(text);
    run(redis, List.of(key, key + ":values"), List.of("0", COUNT, "60000", "0", "probe"));
    redis.del(key, key + ":values");
  }

  List<Measure> run(Jedis redis, List<String> keys, List<String> arguments) {
    List<?> answer = (List<?>) asked(redis, keys, arguments);
    List<Measure> measures = new ArrayList<>(answer.size() / 3);
    for (int i = 0; i + 2 < answer.size(); i += 3) {
      measures.add(new Measure((Long) answer.get(i), Double.parseDouble((String) answer.get(i + 1)), (Long) answer.get(i + 2)));
    }
    return measures;
  }

  /** A Redis that was restarted does not know it any more. */
  private Object asked(Jedis redis, List<String> keys, List<String> arguments) {
    try {
      return redis.evalsha(sha, keys, arguments);
    } catch (JedisNoScriptException forgotten) {
      return redis.eval(text, keys, arguments);
    }
  }
}
