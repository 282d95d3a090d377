package wadi.camel.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.camel.files.YamlNode;

/** Lists of sites as other programs write them: a table (RFC 4180), or JSON. A cell without anything in it is left out. */
final class SiteSheet {
  private static final CsvMapper CSV = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES).build();

  private SiteSheet() {}

  /** The rows below the line that names the columns, divided by commas, semicolons or tabs. */
  static YamlNode read(String text, Findings findings) {
    String head = text.lines().findFirst().orElse("");
    char divider = head.indexOf(',') >= 0 ? ',' : head.indexOf(';') >= 0 ? ';' : head.indexOf('\t') >= 0 ? '\t' : ',';
    List<YamlNode> rows = new ArrayList<>();
    try (MappingIterator<String[]> lines = CSV.readerFor(String[].class).with(CsvSchema.emptySchema().withColumnSeparator(divider)).readValues(text)) {
      String[] columns = lines.hasNext() ? lines.next() : new String[0];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = columns[i].strip();
        if (!SiteReader.KEYS.contains(columns[i])) findings.add(1, "unknown column \"" + columns[i] + "\"", Nearest.hint(columns[i], SiteReader.KEYS));
      }
      findings.refuse();
      while (lines.hasNext()) {
        int line = lines.getParser().currentLocation().getLineNr();
        rows.add(row(columns, lines.next(), line, findings));
      }
    } catch (JsonProcessingException e) {
      broken(e, findings);
    } catch (RuntimeJsonMappingException e) {
      broken(e.getCause() instanceof JsonProcessingException cause ? cause : null, findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new YamlNode.Items(1, rows);
  }

  private static void broken(JsonProcessingException e, Findings findings) {
    findings.add(e == null || e.getLocation() == null ? 0 : e.getLocation().getLineNr(), "is no table of comma-separated values", "check its quotes");
    findings.refuse();
  }

  private static YamlNode row(String[] columns, String[] cells, int line, Findings findings) {
    if (cells.length > columns.length) findings.add(line, "has %d cells for %d columns".formatted(cells.length, columns.length), "put a cell with a comma in it in double quotes");
    Map<String, YamlNode.Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(cells.length, columns.length); i++) {
      if (!cells[i].isBlank()) fields.put(columns[i], new YamlNode.Field(line, new YamlNode.Scalar(line, 1, cells[i], YamlNode.Kind.TEXT)));
    }
    return new YamlNode.Fields(line, fields);
  }

  /** A list, or the list below {@code sites}, without the keys that have no value. */
  static YamlNode filled(YamlNode root) {
    YamlNode list = root instanceof YamlNode.Fields fields && fields.fields().containsKey("sites") ? fields.fields().get("sites").value() : root;
    return list instanceof YamlNode.Items items ? new YamlNode.Items(items.line(), items.items().stream().map(SiteSheet::site).toList()) : list;
  }

  private static YamlNode site(YamlNode node) {
    if (!(node instanceof YamlNode.Fields fields)) {
      return node;
    }
    Map<String, YamlNode.Field> filled = new LinkedHashMap<>(fields.fields());
    filled.values().removeIf(field -> field.value() instanceof YamlNode.Scalar scalar && scalar.text().isBlank());
    return new YamlNode.Fields(fields.line(), filled);
  }
}
