package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GenerateCommandTest {
  @TempDir
  private Path folder;

  private String err;

  @Test
  void the_same_options_write_the_same_bytes_and_another_seed_others() throws IOException {
    assertThat(generate("a", "--rows", "3000", "--seed", "5")).isZero();
    assertThat(generate("b", "--rows", "3000", "--seed", "5")).isZero();
    assertThat(generate("c", "--rows", "3000", "--seed", "6")).isZero();
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("c"))).isNotNegative();
  }

  @Test
  void each_line_is_a_transaction_with_its_label_from_the_first_day_on() throws IOException {
    assertThat(generate("rows", "--rows", "500", "--fraud", "20%", "--from", "2027-02-01", "--days", "2")).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("rows"));
    assertThat(lines).hasSize(500);
    long frauds = 0;
    for (String line : lines) {
      JsonNode row = new ObjectMapper().readTree(line);
      assertThat(row.at("/at").asText()).startsWith("2027-02-0");
      assertThat(row.at("/label").asText()).isIn("fraud", "genuine");
      assertThat(row.at("/transaction/payment/amount").isNumber()).isTrue();
      assertThat(row.at("/transaction/order").isObject() && row.at("/transaction/paymentMethod").isTextual()).isTrue();
      if (row.at("/label").asText().equals("fraud")) frauds++;
    }
    assertThat(frauds).isBetween(85L, 100L);
  }

  @Test
  void a_file_that_is_there_stays_as_it_is() throws IOException {
    Files.writeString(folder.resolve("mine"), "precious");
    assertThat(generate("mine")).isOne();
    assertThat(folder.resolve("mine")).hasContent("precious");
    assertThat(err).contains("is there already");
    assertThat(generate("no/such/folder")).isOne();
    assertThat(err).contains("cannot be written: its folder is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rows=0", "--rows=-1", "--rows=many", "--fraud=51%", "--fraud=2", "--fraud=-1%", "--fraud=some", "--days=0", "--days=4000", "--from=today"})
  void what_makes_no_sense_is_a_wrong_call(String option) {
    assertThat(generate("rows", option)).isEqualTo(2);
    assertThat(folder.resolve("rows")).doesNotExist();
  }

  private int generate(String file, String... options) {
    StringWriter complained = new StringWriter();
    CommandLine command = new CommandLine(new GenerateCommand()).setErr(new PrintWriter(complained))
        .setExecutionExceptionHandler((failure, line, parsed) -> {
          line.getErr().println(failure.getMessage());
          return 1;
        });
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(folder.resolve(file).toString());
    int code = command.execute(arguments.toArray(String[]::new));
    err = complained.toString();
    return code;
  }
}
