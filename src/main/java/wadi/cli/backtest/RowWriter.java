package wadi.cli.backtest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import wadi.domain.fraud.synthetic.Labelled;

/** Writes labelled transactions, one JSON object a line. */
public final class RowWriter {
  private final ObjectMapper json = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  private volatile long rows;

  /** Writes them all; the stream stays open. */
  public void write(Iterator<Labelled> transactions, OutputStream out) throws IOException {
    while (transactions.hasNext()) {
      Labelled row = transactions.next();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("at", row.at().toString());
      line.put("label", row.label());
      if (!row.pattern().isEmpty()) line.put("pattern", row.pattern());
      line.put("transaction", row.transaction());
      out.write(json.writeValueAsBytes(line));
      out.write('\n');
      rows++;
    }
    out.flush();
  }

  /** How many were written so far; another thread may ask. */
  public long rows() {
    return rows;
  }
}
