package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import wadi.runtime.spec.CaseResult;
import wadi.runtime.spec.Mismatch;
import wadi.runtime.spec.SpecError;
import wadi.runtime.spec.SpecReport;

/** What servers read: the elements and attributes of junit-10.xsd, and text that survives being XML. */
class JUnitXmlTest {
  private static final String ALERT = "routes/alerting/route-alert.spec.yaml";
  private static final String FRAUD = "routes/fraud/check-fraud.spec.yaml";

  @TempDir
  private Path folder;

  private Element written(SpecReport report) throws Exception {
    Path file = folder.resolve("new/specs.xml");
    JUnitXml.write(report, Instant.parse("2026-03-01T10:00:00.123Z"), file);
    return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
  }

  private static SpecReport report(List<CaseResult> cases, SpecError... errors) {
    return new SpecReport(1, cases, List.of(errors), List.of());
  }

  private static CaseResult passed(String file, String it) {
    return new CaseResult(file, 3, "route", it, Duration.ofMillis(1_250), Optional.empty());
  }

  private static CaseResult failed(String file, String it, String instead) {
    return new CaseResult(file, 3, "route", it, Duration.ofMillis(5), Optional.of(new Mismatch(4, "to direct:a", instead, List.of("to direct:b"))));
  }

  private static List<Element> elements(Element in, String name) {
    NodeList list = in.getElementsByTagName(name);
    return IntStream.range(0, list.getLength()).mapToObj(i -> (Element) list.item(i)).toList();
  }

  private static List<String> attributes(Element element, String... names) {
    return Stream.of(names).map(element::getAttribute).toList();
  }

  @Test
  void a_spec_file_is_a_suite_and_a_case_is_a_test() throws Exception {
    Element root = written(report(List.of(passed(ALERT, "mails"), passed(ALERT, "texts"), passed(FRAUD, "holds"))));

    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(attributes(root, "tests", "failures", "errors", "time")).containsExactly("3", "0", "0", "3.750");
    assertThat(elements(root, "testsuite")).extracting(suite -> attributes(suite, "name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"))
        .containsExactly(List.of(ALERT, "2", "0", "0", "0", "2.500", "2026-03-01T10:00:00", ALERT),
            List.of(FRAUD, "1", "0", "0", "0", "1.250", "2026-03-01T10:00:00", FRAUD));
    assertThat(elements(root, "testcase")).extracting(test -> attributes(test, "name", "classname", "time"))
        .containsExactly(List.of("mails", "routes.alerting.route-alert", "1.250"), List.of("texts", "routes.alerting.route-alert", "1.250"),
            List.of("holds", "routes.fraud.check-fraud", "1.250"));
  }

  @Test
  void a_case_that_fails_says_where_and_what_differs() throws Exception {
    Element root = written(report(List.of(passed(ALERT, "mails"), failed(ALERT, "texts", "next left to direct:b"))));

    Element failure = elements(root, "failure").get(0);
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("texts");
    assertThat(failure.getAttribute("message")).isEqualTo(ALERT + ":4: expected to direct:a, but next left to direct:b");
    assertThat(failure.getTextContent()).contains("    expected  to direct:a\n    but       next left to direct:b\n", "1  to direct:b");
    assertThat(attributes(root, "tests", "failures", "errors")).containsExactly("2", "1", "0");
  }

  @Test
  void what_is_wrong_in_a_spec_is_an_error() throws Exception {
    Element root = written(report(List.of(), new SpecError(ALERT, 7, "there is no step tel", "did you mean tell?"), new SpecError(FRAUD, 0, "the route has no spec", "")));

    assertThat(elements(root, "testcase")).extracting(test -> test.getAttribute("name")).containsExactly("line 7: there is no step tel", "the route has no spec");
    assertThat(elements(root, "error")).extracting(error -> error.getAttribute("message"))
        .containsExactly(ALERT + ":7: there is no step tel (did you mean tell?)", FRAUD + ": the route has no spec");
    assertThat(attributes(root, "tests", "failures", "errors")).containsExactly("2", "0", "2");
  }

  @Test
  void markup_quotes_and_other_alphabets_stay_what_they_are() throws Exception {
    String odd = "<a href=\"x\"> & 'b' ]]> \u00e9 \u0436 \uD83D\uDE00";
    Element root = written(report(List.of(failed(ALERT, odd, odd))));

    assertThat(elements(root, "testcase").get(0).getAttribute("name")).isEqualTo(odd);
    assertThat(elements(root, "failure").get(0).getAttribute("message")).endsWith(", but " + odd);
    assertThat(elements(root, "failure").get(0).getTextContent()).contains(odd);
  }

  @Test
  void characters_that_xml_cannot_hold_are_written_out() throws Exception {
    Element root = written(report(List.of(failed(ALERT, "rings\u0007", "\u0000 \u001b[31m \uFFFE \uD83D. \r\n\tend"))));

    assertThat(elements(root, "testcase").get(0).getAttribute("name")).isEqualTo("rings\\u0007");
    assertThat(elements(root, "failure").get(0).getAttribute("message")).endsWith("but \\u0000 \\u001b[31m \\ufffe \\ud83d. \\u000d end");
    assertThat(elements(root, "failure").get(0).getTextContent()).contains("\\u0000 \\u001b[31m \\ufffe \\ud83d. \\u000d\n\tend");
  }

  /** What stands elsewhere, some servers refuse. */
  @Test
  void there_is_nothing_that_the_schema_does_not_know() throws Exception {
    Element root = written(report(List.of(failed(ALERT, "texts", "nothing")), new SpecError(ALERT, 7, "wrong", "")));

    assertThat(names(root)).containsOnly("name", "tests", "failures", "errors", "time");
    assertThat(names(elements(root, "testsuite").get(0))).containsOnly("name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file");
    assertThat(names(elements(root, "testcase").get(0))).containsOnly("name", "classname", "time");
    assertThat(names(elements(root, "failure").get(0))).containsOnly("type", "message");
    assertThat(names(elements(root, "error").get(0))).containsOnly("type", "message");
  }

  private static List<String> names(Element element) {
    NamedNodeMap all = element.getAttributes();
    List<String> names = new ArrayList<>();
    IntStream.range(0, all.getLength()).forEach(i -> names.add(all.item(i).getNodeName()));
    return names;
  }

  @Test
  void an_old_report_is_replaced() throws Exception {
    written(report(List.of(passed(ALERT, "one with a name that is longer"))));
    assertThat(elements(written(report(List.of(passed(ALERT, "short")))), "testcase")).hasSize(1);
  }
}
