package wadi.camel.fraud;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields a rule may name below {@code tx}, with their types. Values are plain maps; see {@link TransactionFacts}. */
final class TransactionType {
  private static final Map<String, CelType> ORDER = fields("id", SimpleType.STRING, "name", SimpleType.STRING, "cost", SimpleType.DOUBLE,
      "currency", SimpleType.STRING);
  private static final Map<String, CelType> PAYMENT = fields("amount", SimpleType.DOUBLE, "currency", SimpleType.STRING,
      "type", SimpleType.STRING);
  private static final Map<String, CelType> CARD = fields("bin", SimpleType.STRING, "last_four", SimpleType.STRING,
      "luhn", SimpleType.BOOL, "fingerprint", SimpleType.STRING);

  /** Every field by its whole path, such as tx.payment.amount. */
  static final Map<String, CelType> PATHS = paths();

  private final StructType order = struct("Order", ORDER);
  private final StructType payment = struct("Payment", PAYMENT);
  private final StructType card = struct("Card", CARD);
  private final StructType transaction = struct("Transaction",
      fields("order", order, "payment", payment, "card", card, "payment_method", SimpleType.STRING));

  StructType transaction() {
    return transaction;
  }

  List<CelType> types() {
    return List.of(transaction, order, payment, card);
  }

  static StructType struct(String name, Map<String, CelType> fields) {
    return StructType.create(name, ImmutableSet.copyOf(fields.keySet()), field -> Optional.ofNullable(fields.get(field)));
  }

  static Map<String, CelType> fields(Object... namesAndTypes) {
    Map<String, CelType> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) fields.put((String) namesAndTypes[i], (CelType) namesAndTypes[i + 1]);
    return fields;
  }

  private static Map<String, CelType> paths() {
    Map<String, CelType> paths = new LinkedHashMap<>();
    ORDER.forEach((field, type) -> paths.put("tx.order." + field, type));
    paths.put("tx.payment_method", SimpleType.STRING);
    PAYMENT.forEach((field, type) -> paths.put("tx.payment." + field, type));
    CARD.forEach((field, type) -> paths.put("tx.card." + field, type));
    return paths;
  }
}
