package wadi.camel.fraud;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields a rule may name below {@code tx}, with their types. Values are plain maps; see {@link TransactionFacts}. */
final class TransactionType {
  /** Every section with its fields; each is always there, its fields may be missing. */
  static final Map<String, Map<String, CelType>> SECTIONS = sections();
  private static final Map<String, CelType> OWN =
      fields("amount", SimpleType.DOUBLE, "payment_method", SimpleType.STRING, "country", SimpleType.STRING, "channel", SimpleType.STRING);
  /** The section that is never empty: a transaction is judged at some time. */
  static final String LOCAL = "tx.local.";

  /** Every field by its whole path, such as tx.payment.amount. */
  static final Map<String, CelType> PATHS = paths();

  private final StructType transaction;
  private final List<CelType> types = new ArrayList<>();

  TransactionType() {
    Map<String, CelType> all = new LinkedHashMap<>(OWN);
    SECTIONS.forEach((name, fields) -> {
      StructType section = struct(name.substring(0, 1).toUpperCase() + name.substring(1), fields);
      types.add(section);
      all.put(name, section);
    });
    transaction = struct("Transaction", all);
    types.add(transaction);
  }

  StructType transaction() {
    return transaction;
  }

  List<CelType> types() {
    return types;
  }

  static StructType struct(String name, Map<String, CelType> fields) {
    return StructType.create(name, ImmutableSet.copyOf(fields.keySet()), field -> Optional.ofNullable(fields.get(field)));
  }

  static Map<String, CelType> fields(Object... namesAndTypes) {
    Map<String, CelType> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) fields.put((String) namesAndTypes[i], (CelType) namesAndTypes[i + 1]);
    return fields;
  }

  private static Map<String, Map<String, CelType>> sections() {
    Map<String, Map<String, CelType>> sections = new LinkedHashMap<>();
    sections.put("order", fields("id", SimpleType.STRING, "name", SimpleType.STRING, "cost", SimpleType.DOUBLE, "currency", SimpleType.STRING));
    sections.put("payment", fields("amount", SimpleType.DOUBLE, "currency", SimpleType.STRING, "type", SimpleType.STRING));
    sections.put("card", fields("bin", SimpleType.STRING, "last_four", SimpleType.STRING, "luhn", SimpleType.BOOL, "fingerprint", SimpleType.STRING));
    sections.put("customer", fields("id", SimpleType.STRING, "email", SimpleType.STRING, "ip", SimpleType.STRING, "zone", SimpleType.STRING));
    sections.put("local", fields("hour", SimpleType.INT, "weekday", SimpleType.INT));
    return sections;
  }

  private static Map<String, CelType> paths() {
    Map<String, CelType> paths = new LinkedHashMap<>();
    SECTIONS.forEach((section, fields) -> fields.forEach((field, type) -> paths.put("tx." + section + "." + field, type)));
    OWN.forEach((field, type) -> paths.put("tx." + field, type));
    return paths;
  }
}
