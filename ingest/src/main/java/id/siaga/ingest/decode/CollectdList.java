package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * One value list of collectd.
 *
 * @param values in the order of the type's data sources; NaN where collectd had none
 */
record CollectdList(String host, String plugin, String pluginInstance, String type, String typeInstance, Instant time,
        List<Double> values) {

    private static final int NAME_CHARS = 64;

    /**
     * @param rates whether collectd turned counters into changes per second ({@code StoreRates})
     * @throws Refused the type has another number of data sources
     */
    List<Reading> readings(boolean rates) throws Refused {
        List<CollectdTypes.Source> sources = CollectdTypes.of(this);
        if (!sources.isEmpty() && sources.size() != values.size()) {
            throw Refused.shape(values.size() + " values, type " + type + " has " + sources.size());
        }
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                readings.add(sources.isEmpty()
                        ? raw(values.size() == 1 ? "" : "." + i, values.get(i))
                        : reading(sources.get(i), values.get(i), rates));
            }
        }
        return readings;
    }

    private Reading reading(CollectdTypes.Source source, double value, boolean rates) {
        boolean rate = rates && source.counts();
        String metric = rate ? source.rate() : source.metric();
        if (metric.isEmpty()) {
            return raw(source.name().equals("value") ? "" : "." + source.name(), value);
        }
        double scaled = Micro.rounded(value * source.times() + source.plus());
        return Reading.of(Metric.named(metric), CollectdTypes.named(this) ? pluginInstance : instances(),
                Value.of(scaled), 0);
    }

    private Reading raw(String source, double value) {
        String name = "raw." + plugin + "." + type + source;
        return Reading.of(Metric.named(name.length() <= NAME_CHARS ? name : name.substring(0, NAME_CHARS)),
                instances(), Value.of(value), 0);
    }

    /** Interface, mount or core, and the sensor or target where the meaning has not taken it up. */
    private String instances() {
        return pluginInstance + (pluginInstance.isEmpty() || typeInstance.isEmpty() ? "" : "/") + typeInstance;
    }
}
