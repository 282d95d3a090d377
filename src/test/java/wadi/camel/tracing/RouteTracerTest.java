package wadi.camel.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wadi.camel.RoutePath;
import wadi.camel.broker.KafkaRecords;
import wadi.platform.postgres.OutboxTable;
import wadi.platform.tracing.TraceContext;

class RouteTracerTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final TraceContext OTHER = new TraceContext("00-11111111111111111111111111111111-2222222222222222-01", "shop=a");

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Map<String, Object>> sent = new ConcurrentLinkedQueue<>();
  private final CamelContext camel = new DefaultCamelContext();

  /** Takes what is sent to a broker or a web site. */
  private final class Outside extends MockComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) throws Exception {
      parameters.clear();
      MockEndpoint endpoint = new MockEndpoint(uri, this) {
        @Override
        public boolean isRemote() {
          return true;
        }
      };
      endpoint.setName(rest);
      endpoint.whenAnyExchangeReceived(exchange -> {
        sent.add(Map.copyOf(exchange.getMessage().getHeaders()));
        if (rest.startsWith("broken")) {
          throw new IllegalStateException("ann@example.com said no");
        }
      });
      return endpoint;
    }
  }

  /** A broker's or the outbox's consumer, begun by hand. */
  private static final class Inside extends DirectComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) throws Exception {
      return new DirectEndpoint(uri, this) {
        @Override
        public boolean isRemote() {
          return true;
        }
      };
    }
  }

  @BeforeEach
  void start() throws Exception {
    SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    })).build();
    camel.setAutowiredEnabled(false);
    camel.addComponent("jms", new Outside());
    camel.addComponent("kafka", new Outside());
    camel.addComponent("http", new Outside());
    camel.addComponent("smtp", new Outside());
    camel.addComponent("platform-http", new Inside());
    camel.addComponent("outbox", new Inside());
    camel.addRoutePolicyFactory(new RoutePath());
    new RouteTracer(provider.get("wadi")).init(camel);
    camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("platform-http:/transact").routeId("receive").to("direct:accept").id("accept-it").removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(503));
        from("direct:accept").routeId("accept").enrich("direct:check").id("check-it").split(body()).to("direct:send").end();
        from("direct:check").routeId("check").log("look").to("log:x");
        from("direct:send").routeId("send").removeHeaders("*").to("jms:queue:alerts?secret=hidden").id("send.publish")
            .to("smtp:mail.example.com?to=ann@example.com").id("send.mail");
        from("direct:post").routeId("post").doTry().to("http:broken.example.com/in?token=hidden").id("post.call").doCatch(Exception.class).end();
        from("outbox:alerts").routeId("relay").to("direct:publish");
        from("direct:publish").routeId("publish").split(body()).removeHeaders("*").setBody(simple("${body.value}")).to("jms:queue:alerts").id("publish.publish").end();
        from("outbox:records").routeId("relay-records").bean(new KafkaRecords(), "of").removeHeaders("*").to("kafka:alerts").id("relay-records.publish");
        from("timer:tick?repeatCount=1&delay=1").routeId("tick").to("jms:queue:alerts").process(e -> sent.add(Map.of("ticked", true)));
      }
    });
    camel.start();
    await().until(() -> sent.stream().anyMatch(headers -> headers.containsKey("ticked")));
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private void send(String endpoint, Object body, Map<String, Object> headers) {
    camel.createProducerTemplate().sendBodyAndHeaders(endpoint, body, headers);
  }

  private SpanData span(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " is not among " + spans));
  }

  private String above(String name) {
    return spans.stream().filter(span -> span.getSpanId().equals(span(name).getParentSpanId())).map(SpanData::getName).findFirst().orElse("");
  }

  @Test
  void what_begins_with_a_clock_is_no_part_of_a_trace() {
    assertThat(spans).isEmpty();
    assertThat(sent).noneMatch(headers -> headers.containsKey("traceparent"));
  }

  @Test
  void routes_and_steps_that_send_outside_are_spans_of_the_trace_that_came_in() {
    send("platform-http:/transact", List.of("a", "b"), Map.of("traceparent", PARENT, "tracestate", "shop=a"));
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
    assertThat(spans).extracting(SpanData::getName).containsExactlyInAnyOrder("receive", "accept", "check", "send", "send.publish", "send.mail", "send", "send.publish", "send.mail");
    assertThat(span("receive").getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(List.of(above("accept"), above("check"), above("send"), above("send.publish"), above("send.mail")))
        .containsExactly("receive", "accept", "accept", "send", "send");
    assertThat(spans).extracting(SpanData::getName, SpanData::getKind).contains(tuple("receive", SpanKind.SERVER), tuple("accept", SpanKind.INTERNAL),
        tuple("send.publish", SpanKind.PRODUCER), tuple("send.mail", SpanKind.CLIENT));
  }

  @Test
  void a_broker_is_told_of_the_span_and_a_mail_server_is_not() {
    send("platform-http:/transact", List.of("a"), Map.of("traceparent", PARENT, "tracestate", "shop=a"));
    assertThat(sent).contains(Map.of("traceparent", "00-" + TRACE + "-" + span("send.publish").getSpanId() + "-01", "tracestate", "shop=a"), Map.of());
  }

  @Test
  void nothing_is_said_of_addresses_headers_and_bodies() {
    send("platform-http:/transact", List.of("4111111111111111"), Map.of("traceparent", PARENT, "secret", "hidden"));
    send("direct:post", "hidden", Map.of("traceparent", PARENT));
    assertThat(spans.toString()).doesNotContain("hidden", "ann@", "4111", "token");
    assertThat(span("send.publish").getAttributes().asMap()).isEqualTo(Map.of(AttributeKey.stringKey("messaging.system"), "activemq",
        AttributeKey.stringKey("messaging.destination.name"), "alerts"));
    assertThat(spans).allMatch(span -> span.getEvents().isEmpty());
  }

  @Test
  void what_failed_is_marked_with_the_kind_of_failure_alone() {
    send("direct:post", "x", Map.of("traceparent", PARENT));
    assertThat(span("post.call").getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("IllegalStateException");
    assertThat(span("post.call").getStatus().getStatusCode().name()).isEqualTo("ERROR");
    assertThat(span("post.call").getStatus().getDescription()).isEmpty();
    assertThat(span("post").getStatus().getStatusCode().name()).isEqualTo("UNSET");
    assertThat(sent.stream().filter(headers -> headers.containsKey("traceparent"))).singleElement()
        .satisfies(headers -> assertThat(headers.get("traceparent")).isEqualTo("00-" + TRACE + "-" + span("post.call").getSpanId() + "-01"));
  }

  @Test
  void an_answer_of_ours_that_is_an_error_is_one_of_the_span() {
    send("platform-http:/transact", List.of(), Map.of(Exchange.HTTP_METHOD, "POST"));
    assertThat(span("receive").getAttributes().asMap()).isEqualTo(Map.of(AttributeKey.stringKey("http.route"), "/transact",
        AttributeKey.stringKey("http.request.method"), "POST", AttributeKey.longKey("http.response.status_code"), 503L));
    assertThat(span("receive").getStatus().getStatusCode().name()).isEqualTo("ERROR");
  }

  @Test
  void a_traceparent_that_is_none_begins_a_trace_of_ours() {
    send("platform-http:/transact", List.of("a"), Map.of("traceparent", "00-" + "\u0000".repeat(100_000), "tracestate", "x".repeat(100_000)));
    assertThat(span("receive").getParentSpanId()).isEqualTo("0000000000000000");
    assertThat(sent.stream().filter(headers -> headers.containsKey("traceparent"))).singleElement().satisfies(headers -> {
      assertThat(headers.get("traceparent")).isEqualTo("00-" + span("receive").getTraceId() + "-" + span("send.publish").getSpanId() + "-01");
      assertThat(headers).doesNotContainKey("tracestate");
    });
  }

  @Test
  void each_message_of_a_relay_goes_on_in_its_own_trace() {
    send("outbox:alerts", List.of(new OutboxTable.Message(1, "k", "one", TraceContext.of(PARENT, null)), new OutboxTable.Message(2, "k", "of none"),
        new OutboxTable.Message(3, "k", "two", Optional.of(OTHER))), Map.of());
    assertThat(spans).extracting(SpanData::getName, SpanData::getTraceId, SpanData::getParentSpanId).containsExactly(
        tuple("publish.publish", TRACE, "b7ad6b7169203331"), tuple("publish.publish", OTHER.trace(), OTHER.span()));
    assertThat(sent.stream().skip(2)).containsExactly(Map.of("traceparent", "00-" + TRACE + "-" + spans.get(0).getSpanId() + "-01"), Map.of(),
        Map.of("traceparent", "00-" + OTHER.trace() + "-" + spans.get(1).getSpanId() + "-01", "tracestate", "shop=a"));
  }

  @Test
  void each_record_that_goes_to_kafka_with_others_is_in_its_own_trace() {
    camel.getEndpoint("kafka:alerts", MockEndpoint.class).whenAnyExchangeReceived(exchange -> exchange.getMessage().getBody(KafkaRecords.Batch.class).records()
        .forEach(record -> sent.add(Map.of("parent", record.getMessage().getHeader("traceparent", "", String.class)))));
    send("outbox:records", List.of(new OutboxTable.Message(1, "k", "one", TraceContext.of(PARENT, null)), new OutboxTable.Message(2, "k", "two")), Map.of());
    assertThat(spans).extracting(SpanData::getName, SpanData::getTraceId, SpanData::getKind).containsExactly(tuple("relay-records.publish", TRACE, SpanKind.PRODUCER));
    assertThat(sent.stream().skip(2)).containsExactly(Map.of("parent", "00-" + TRACE + "-" + spans.get(0).getSpanId() + "-01"), Map.of("parent", ""));
  }
}
