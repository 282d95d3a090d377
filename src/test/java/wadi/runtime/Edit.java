package wadi.runtime;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something people do to the files, in a good and in a broken form.
 *
 * @param kind what is edited
 * @param change the edit
 * @param path a path whose answer tells that the edit is live; null for a broken one
 * @param answer what is answered there then; null for 404
 * @param fault a part of what the refusal says; null for a good one
 */
record Edit(String kind, Consumer<ReloadTree> change, String path, String answer, String fault) {
  private static final String LOAD = "routes/load/";

  boolean isGood() {
    return fault == null;
  }

  @Override
  public String toString() {
    return kind + (isGood() ? ", good" : ", broken");
  }

  private static Edit good(String kind, String path, String answer, Consumer<ReloadTree> change) {
    return new Edit(kind, change, path, answer, null);
  }

  private static Edit broken(String kind, String fault, Consumer<ReloadTree> change) {
    return new Edit(kind, change, null, null, fault);
  }

  /** In this order: each good one builds on those before it, a broken one is taken back. */
  static List<Edit> all() {
    return List.of(
        good("changed step", "/fast", "hello, two", tree -> {
          tree.replace(LOAD + "receive-fast.camel.yaml", ", one", ", two");
          tree.replace(LOAD + "receive-fast.spec.yaml", ", one", ", two");
        }),
        broken("changed step", "receive-fast.camel.yaml", tree -> tree.replace(LOAD + "receive-fast.camel.yaml", "setBody", "setBodi")),
        good("changed rule", "/fast", "hello, two", tree -> tree.replace("routes/fraud/rules.yaml", "tx.amount >= 20000.0", "tx.amount >= 19999.5")),
        broken("changed rule", "rules.yaml", tree -> tree.replace("routes/fraud/rules.yaml", "tx.amount >= 19999.5", "tx.amuont >= 19999.5")),
        good("changed wording", "/fast", "hello, two", tree -> tree.write("templates/email/fraud.txt.mustache", tree.read("templates/email/fraud.txt.mustache") + "\nWadi\n")),
        broken("changed wording", "fraud.txt.mustache", tree -> tree.write("templates/email/fraud.txt.mustache", "{{#body}} never closed")),
        good("changed route template", "/greeting", "from another template", tree -> {
          tree.replace(LOAD + "greet.camel.yaml", "from a template", "from another template");
          tree.replace(LOAD + "receive-greeting.spec.yaml", "from a template", "from another template");
        }),
        broken("changed route template", "greet", tree -> tree.replace(LOAD + "greet.camel.yaml", "routeTemplateRef: greet", "routeTemplateRef: grett")),
        good("changed kamelet", "/shout", "hear?", tree -> {
          tree.replace("kamelets/shout-action.kamelet.yaml", "{{word}}!", "{{word}}?");
          tree.replace(LOAD + "receive-shout.spec.yaml", "hear!", "hear?");
        }),
        broken("changed kamelet", "shout-action", tree -> tree.replace("kamelets/shout-action.kamelet.yaml", "      - word", "      - sound")),
        good("changed route configuration", "/refused", "refused twice", tree -> tree.replace(LOAD + "load-errors.camel.yaml", "refused once", "refused twice")),
        broken("changed route configuration", "load-errors", tree -> tree.replace(LOAD + "load-errors.camel.yaml", "id: load-errors", "id: lode-errors")),
        good("changed property", "/fast", "welcome, two", tree -> {
          tree.replace("application.properties", "load.greeting=hello", "load.greeting=welcome");
          tree.replace(LOAD + "receive-fast.spec.yaml", "hello", "welcome");
        }),
        broken("changed property", "load.greeting", tree -> tree.replace("application.properties", "load.greeting=welcome", "load.greting=welcome")),
        good("added file", "/added", "added", tree -> tree.addAnswer("routes/load", "receive-added", "/added", "added")),
        broken("added file", "receive-broken.camel.yaml", tree -> tree.write(LOAD + "receive-broken.camel.yaml", "- route:\n    id: receive-broken\n   from: {")),
        good("added folder", "/deep", "deep", tree -> tree.addAnswer("routes/more/deep", "receive-deep", "/deep", "deep")),
        broken("added folder", "receive-unspecified", tree -> {
          tree.addAnswer("routes/other", "receive-unspecified", "/unspecified", "x");
          tree.delete("routes/other/receive-unspecified.spec.yaml");
        }),
        good("deleted file", "/removed", null, tree -> {
          tree.delete(LOAD + "receive-removed.camel.yaml");
          tree.delete(LOAD + "receive-removed.spec.yaml");
        }),
        broken("deleted file", "settle-transaction", tree -> {
          tree.delete("routes/intake/settle-transaction.camel.yaml");
          tree.delete("routes/intake/settle-transaction.spec.yaml");
        }),
        good("renamed id", "/renamed", "by any name", tree -> {
          tree.replace(LOAD + "receive-renamed.camel.yaml", "receive-renamed", "receive-called");
          tree.replace(LOAD + "receive-renamed.spec.yaml", "receive-renamed", "receive-called");
          tree.move(LOAD + "receive-renamed.camel.yaml", LOAD + "receive-called.camel.yaml");
          tree.move(LOAD + "receive-renamed.spec.yaml", LOAD + "receive-called.spec.yaml");
        }),
        broken("renamed id", "receive-moved", tree -> tree.replace(LOAD + "receive-moved.camel.yaml", "receive-moved", "receive-muved")),
        good("moved file", "/moved", "wherever", tree -> {
          tree.move(LOAD + "receive-moved.camel.yaml", "routes/elsewhere/receive-moved.camel.yaml");
          tree.move(LOAD + "receive-moved.spec.yaml", "routes/elsewhere/receive-moved.spec.yaml");
        }),
        broken("moved file", "fraud.html.mustache", tree -> tree.move("templates/email/fraud.html.mustache", "templates/fraud.html.mustache")),
        broken("duplicate id", "receive-added", tree -> tree.write(LOAD + "receive-twice.camel.yaml", tree.read(LOAD + "receive-added.camel.yaml").replace("/added", "/twice"))),
        good("route removed from a file", "/right", null, tree -> {
          tree.write(LOAD + "receive-pair.camel.yaml", tree.read(LOAD + "receive-pair.camel.yaml").replaceFirst("(?s)# right.*", ""));
          tree.delete(LOAD + "receive-right.spec.yaml");
        }),
        broken("route removed from a file", "answer-left", tree -> tree.write(LOAD + "receive-pair.camel.yaml",
            tree.read(LOAD + "receive-pair.camel.yaml").replaceFirst("(?s)- route:\n    id: answer-left.*", ""))));
  }
}
