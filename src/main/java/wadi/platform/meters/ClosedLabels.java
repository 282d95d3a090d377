package wadi.platform.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives our meters exactly the labels and the description of {@link MeterList}, and a bounded number of values for each: a step that counts
 * by something a client sent would otherwise fill the memory, here and in Prometheus.
 */
final class ClosedLabels implements MeterFilter {
  /** A suffix that Prometheus reserves: the registry exports it from this one only. */
  private static final String INFO = ".info";

  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public Meter.Id map(Meter.Id id) {
    BusinessMeter meter = MeterList.find(id.getName());
    if (meter == null) {
      return id;
    }
    List<Tag> tags = new ArrayList<>();
    for (MeterLabel label : meter.labels()) {
      String value = id.getTag(label.name());
      tags.add(Tag.of(label.name(), value == null || value.isEmpty() ? MeterLabel.UNKNOWN : admitted(meter, label, value)));
    }
    return new Meter.Id(meter.name().replaceFirst("_info$", INFO), Tags.of(tags), null, meter.description(), id.getType());
  }

  /** The value itself while there is room for it. */
  private String admitted(BusinessMeter meter, MeterLabel label, String value) {
    Set<String> values = known.computeIfAbsent(meter.name() + " " + label.name(), key -> {
      Set<String> first = ConcurrentHashMap.newKeySet();
      first.addAll(label.values());
      return first;
    });
    return values.contains(value) || values.size() < label.values().size() + label.more() && values.add(value) ? value : MeterLabel.OTHER;
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    BusinessMeter meter = MeterList.find(id.getName());
    if (meter == null || !meter.isTimer()) {
      return config;
    }
    double[] bounds = meter.buckets().stream().mapToDouble(d -> (double) d.toNanos()).toArray();
    return DistributionStatisticConfig.builder().serviceLevelObjectives(bounds).build().merge(config);
  }
}
