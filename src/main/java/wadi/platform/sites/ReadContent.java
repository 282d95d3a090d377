package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import wadi.domain.sites.Content;

/** Reads an answer for the one who judges it. */
final class ReadContent implements Content {
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

  private final Reply reply;
  private final Wanted wanted;
  private final Deadline deadline = Deadline.in(LONGEST);
  private JsonNode json;

  ReadContent(Reply reply, Wanted wanted) {
    this.reply = reply;
    this.wanted = wanted;
  }

  @Override
  public Optional<Boolean> has(String regexp) {
    return wanted.regexp(regexp).isIn(reply.body().text(), deadline);
  }

  @Override
  public Optional<Boolean> matches(String regexp, String value) {
    return wanted.regexp(regexp).isIn(value, deadline);
  }

  @Override
  public Optional<String> at(String path) {
    if (json == null) {
      json = read();
    }
    JsonNode value = json.at(wanted.path(path));
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.isContainerNode() ? value.toString() : value.asText());
  }

  /** Nothing when it is no JSON. */
  private JsonNode read() {
    try {
      return JSON.readTree(reply.body().text());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public List<String> headers(String name) {
    return reply.headers(name);
  }

  @Override
  public boolean isCut() {
    return reply.body().cut();
  }
}
