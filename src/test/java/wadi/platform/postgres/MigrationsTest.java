package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A migration is made by the first new process while old ones still run: what these read and write must stay as they know it. docs/upgrade.md.
 * This looks at statements, not at what they mean: a function that answers something else, or an update of rows, it cannot judge.
 */
class MigrationsTest {
  /** Before this one, no two versions of Wadi had to run side by side. */
  private static final int FIRST = 17;
  /** In a comment before a statement: why processes of the version before are not harmed by it. */
  private static final String EXCUSE = "old processes:";

  private static final Map<Pattern, String> FORBIDDEN = forbidden();

  private static Map<Pattern, String> forbidden() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("drop (table|view|function|sequence|type|schema|trigger)\\b", "old processes use it: remove it one version later");
    words.put("drop (column|default|constraint)\\b", "old processes use the column: remove it one version later");
    words.put("\\brename\\b", "old processes know the old name: add the new one beside it");
    words.put("alter (column )?\\w+ (set data )?type\\b", "old processes read the old type: add another column");
    words.put("set not null", "old processes may write null: give a default first, and set this one version later");
    words.put("add (column )?(if not exists )?(?!constraint)\\w+ (?![^,;]*\\bdefault\\b)[^,;]*\\bnot null\\b", "old processes do not write it: give it a default");
    words.put("^truncate\\b|^delete from", "old processes still need the rows");
    words.put("create or replace (function|view|trigger)", "old processes call it: give the new one another name, or say why they are not harmed");
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    words.forEach((pattern, why) -> patterns.put(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), why));
    return patterns;
  }

  static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      return files.filter(file -> number(file) >= FIRST).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void a_migration_leaves_what_old_processes_use(Path file) throws IOException {
    assertThat(faults(Files.readString(file))).as("%s; where it is harmless, write a comment before the statement: -- %s ...", file.getFileName(), EXCUSE).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void a_constraint_is_put_on_tables_of_the_same_migration_only(Path file) throws IOException {
    assertThat(lateConstraints(Files.readString(file))).as("%s: rows of old processes may break it", file.getFileName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alter table delivery drop column callback;", "drop table alert;", "alter table alert rename column kind to type;",
      "alter table alert rename to alarm;", "alter table alert alter column kind type integer;", "alter table alert alter kind set not null;",
      "alter table alert add column colour text not null;", "alter table alert add column a text not null default '', add column colour text not null;",
      "create or replace function claim_due() returns void language sql as $$ select 1; $$;", "truncate outbox;"})
  void what_would_break_them_is_seen(String statement) {
    assertThat(faults("-- a comment\ncreate index x on alert (kind);\n" + statement)).hasSize(1);
    assertThat(faults("-- " + EXCUSE + " the one before did not use it\n" + statement)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alter table alert add column colour text;", "alter table alert add column n integer not null default 0;", "create table x (a text not null);",
      "drop index alert_raised;", "create function f() returns void language plpgsql as $$ begin delete from x; drop table y; end $$;"})
  void what_is_harmless_passes(String statement) {
    assertThat(faults(statement)).isEmpty();
  }

  @Test
  void a_constraint_on_an_older_table_is_seen() {
    assertThat(lateConstraints("create table a (b int); alter table a add constraint c check (b > 0); create unique index on a (b);")).isEmpty();
    assertThat(lateConstraints("alter table delivery add constraint c check (attempts < 5);")).hasSize(1);
    assertThat(lateConstraints("create unique index x on delivery (channel);")).hasSize(1);
  }

  private static List<String> faults(String sql) {
    List<String> faults = new ArrayList<>();
    for (String statement : statements(sql)) {
      String bare = bare(statement);
      FORBIDDEN.forEach((pattern, why) -> {
        if (pattern.matcher(bare).find() && !statement.contains(EXCUSE)) {
          faults.add(bare.substring(0, Math.min(80, bare.length())) + ": " + why);
        }
      });
    }
    return faults;
  }

  private static List<String> lateConstraints(String sql) {
    Stream<String> tables = statements(sql).stream().map(MigrationsTest::bare).map(statement -> Pattern.compile("^create table (if not exists )?(\\w+)").matcher(statement))
        .filter(table -> table.find()).map(table -> table.group(2));
    String made = Stream.concat(Stream.of("no table"), tables).collect(Collectors.joining("|", "(", ")"));
    Pattern late = Pattern.compile("^(alter table (if exists )?(?!" + made + "\\b)\\w+ .*add constraint|create unique index .*on (?!" + made + "\\b)\\w+)", Pattern.CASE_INSENSITIVE);
    return statements(sql).stream().filter(statement -> !statement.contains(EXCUSE)).map(MigrationsTest::bare).filter(statement -> late.matcher(statement).find()).toList();
  }

  /** Bodies of functions are left out: what they do is done later, when they are called. */
  private static List<String> statements(String sql) {
    String noSemicolonsInComments = Pattern.compile("--[^\n]*").matcher(sql).replaceAll(comment -> Matcher.quoteReplacement(comment.group().replace(";", ",")));
    return Stream.of(noSemicolonsInComments.replaceAll("(?s)\\$\\$.*?\\$\\$", "''").split(";")).filter(statement -> !bare(statement).isEmpty()).toList();
  }

  private static String bare(String statement) {
    return statement.replaceAll("--[^\n]*", "").replaceAll("\\s+", " ").strip();
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"));
  }
}
