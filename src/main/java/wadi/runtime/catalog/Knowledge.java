package wadi.runtime.catalog;

import java.lang.ref.SoftReference;
import java.util.concurrent.CompletableFuture;
import wadi.platform.Beside;

/**
 * What does not depend on the files that are checked.
 *
 * @param schema perhaps still being read
 * @param code what Wadi's own classes mention
 */
record Knowledge(CamelKnowledge camel, CompletableFuture<YamlSchema> schema, ConstantTexts code) {
  private static SoftReference<Knowledge> kept = new SoftReference<>(null);

  /** That of this process: most of a check's time would go into gathering it. Memory that is needed elsewhere is given back. */
  static synchronized Knowledge ofThisProcess() {
    Knowledge known = kept.get();
    if (known == null) {
      known = gather();
      kept = new SoftReference<>(known);
    }
    return known;
  }

  /** Begins with the schema, which takes longest. */
  static Knowledge gather() {
    CompletableFuture<YamlSchema> schema = Beside.run("read-schema", YamlSchema::new);
    return new Knowledge(new CamelKnowledge(), schema, ConstantTexts.ofWadi());
  }
}
