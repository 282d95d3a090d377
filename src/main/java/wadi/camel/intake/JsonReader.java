package wadi.camel.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON from outside is read: exact numbers, bounded depth and size, nothing behind the end. */
public final class JsonReader {
  private static final int LONGEST_NUMBER = 1_000;
  private static final int LONGEST_NAME = 10_000;

  private JsonReader() {}

  /**
   * @param maxDepth objects and arrays within each other
   * @param maxTokens JSON tokens in one message
   */
  public static ObjectMapper create(int maxDepth, int maxTokens) {
    StreamReadConstraints limits = StreamReadConstraints.builder().maxNestingDepth(maxDepth).maxTokenCount(maxTokens)
        .maxNumberLength(LONGEST_NUMBER).maxNameLength(LONGEST_NAME).build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
