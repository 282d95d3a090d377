package wadi.runtime.catalog;

import java.util.concurrent.CompletableFuture;

/**
 * What does not depend on the files that are checked.
 *
 * @param schema perhaps still being read
 * @param code what Wadi's own classes mention
 */
record Knowledge(CamelKnowledge camel, CompletableFuture<YamlSchema> schema, ConstantTexts code) {
  /** Begins with the schema, which takes longest. */
  static Knowledge gather() {
    CompletableFuture<YamlSchema> schema = RouteCatalog.inBackground("read-schema", YamlSchema::new);
    return new Knowledge(new CamelKnowledge(), schema, ConstantTexts.ofWadi());
  }
}
