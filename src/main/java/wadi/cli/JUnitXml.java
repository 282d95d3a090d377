package wadi.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import wadi.runtime.spec.CaseResult;
import wadi.runtime.spec.SpecError;
import wadi.runtime.spec.SpecReport;

/**
 * Writes how specs came out as JUnit's XML, as CI servers read it: a suite for each spec file, a test for each case. It has
 * just what the schema of Jenkins' xUnit plugin (junit-10.xsd) knows, so places stand in the messages.
 */
final class JUnitXml {
  /** What XML 1.0 cannot hold, not even escaped (section 2.2), and what a reader would change (2.11). */
  private static final Pattern UNSAFE = Pattern.compile("[^\\t\\n\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final XMLStreamWriter xml;
  private final Instant begun;

  private JUnitXml(XMLStreamWriter xml, Instant begun) {
    this.xml = xml;
    this.begun = begun;
  }

  /** One line of a suite. */
  private record Test(String name, Duration time, String kind, String message, String text) {
    static Test of(CaseResult result) {
      return result.mismatch().map(m -> new Test(result.it(), result.time(), "failure",
          "%s:%d: expected %s, but %s".formatted(result.file(), m.line(), m.expected(), m.instead()), result.shown()))
          .orElseGet(() -> new Test(result.it(), result.time(), "", "", ""));
    }

    static Test of(SpecError error) {
      return new Test((error.line() > 0 ? "line " + error.line() + ": " : "") + error.message(), Duration.ZERO, "error", error.toString(), error.toString());
    }
  }

  /** @param file is replaced; folders above it are made */
  static void write(SpecReport report, Instant begun, Path file) throws IOException {
    Map<String, List<Test>> suites = new TreeMap<>();
    report.errors().forEach(error -> suites.computeIfAbsent(error.file(), f -> new ArrayList<>()).add(Test.of(error)));
    report.cases().forEach(one -> suites.computeIfAbsent(one.file(), f -> new ArrayList<>()).add(Test.of(one)));
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      new JUnitXml(xml, begun).document(suites);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void document(Map<String, List<Test>> suites) throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    begin("testsuites", "wadi spec", suites.values().stream().flatMap(List::stream).toList());
    for (Map.Entry<String, List<Test>> suite : suites.entrySet()) {
      begin("testsuite", suite.getKey(), suite.getValue());
      attribute("skipped", "0");
      attribute("timestamp", begun.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""));
      attribute("file", suite.getKey());
      for (Test test : suite.getValue()) {
        test(suite.getKey(), test);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void begin(String element, String name, List<Test> tests) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
    attribute("name", name);
    attribute("tests", Integer.toString(tests.size()));
    attribute("failures", Long.toString(tests.stream().filter(test -> test.kind().equals("failure")).count()));
    attribute("errors", Long.toString(tests.stream().filter(test -> test.kind().equals("error")).count()));
    attribute("time", seconds(tests.stream().map(Test::time).reduce(Duration.ZERO, Duration::plus)));
  }

  private void test(String file, Test test) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    attribute("name", test.name());
    attribute("classname", file.replaceFirst("\\.spec\\.yaml$", "").replace('/', '.'));
    attribute("time", seconds(test.time()));
    if (!test.kind().isEmpty()) {
      xml.writeStartElement(test.kind());
      attribute("type", test.kind().equals("error") ? "spec" : "expectation");
      attribute("message", test.message());
      xml.writeCharacters(safe(test.text()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, safe(value).replaceAll("\\s+", " ")); // as a reader would
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }

  /** With what cannot stand in XML as people write it elsewhere. */
  private static String safe(String text) {
    return UNSAFE.matcher(text).replaceAll(match -> String.format("\\\\u%04x", (int) match.group().charAt(0)));
  }
}
