package wadi.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void a_traceparent_names_trace_and_span() {
    assertThat(TraceContext.of(PARENT, "shop=a,bank=b")).hasValueSatisfying(context -> {
      assertThat(context.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
      assertThat(context.span()).isEqualTo("b7ad6b7169203331");
      assertThat(context.state()).isEqualTo("shop=a,bank=b");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      PARENT + "\n", PARENT + "\r\nX-Evil: 1", " " + PARENT, PARENT + "-" + PARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"})
  void what_is_no_traceparent_is_ignored(String sent) {
    assertThat(TraceContext.of(sent, "shop=a")).isEmpty();
  }

  @Test
  void what_is_no_text_is_ignored() {
    assertThat(TraceContext.of(null, null)).isEmpty();
    assertThat(TraceContext.of(7, "a=b")).isEmpty();
    assertThat(TraceContext.of(PARENT.repeat(100_000), "a=b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=\u0000", "a=b\r\nX-Evil: 1", "a=\u00e4"})
  void a_tracestate_that_is_none_is_left_out(String sent) {
    assertThat(TraceContext.of(PARENT, sent)).hasValue(new TraceContext(PARENT, ""));
    assertThat(TraceContext.of(PARENT, "a=" + "b".repeat(511))).hasValue(new TraceContext(PARENT, ""));
    assertThat(TraceContext.of(PARENT, 1)).hasValue(new TraceContext(PARENT, ""));
  }
}
