package id.siaga.ingest.decode;

/**
 * How much is remembered of Sparkplug births.
 *
 * @param nodes edge nodes at once
 * @param devices devices behind one node
 * @param metrics announced metrics of all nodes together, some 200 bytes each
 */
public record SparkplugLimits(int nodes, int devices, int metrics) {

    public static SparkplugLimits defaults() {
        return new SparkplugLimits(2_000, 400, 200_000);
    }
}
