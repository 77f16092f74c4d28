package id.siaga.ingest.mqtt;
import java.util.List;
import io.micrometer.core.instrument.MeterRegistry;
public final class BrokerSubscription implements AutoCloseable {
    public BrokerSubscription(BrokerSubscriptionConfig c, List<String> f, Intake i, MeterRegistry m) {
    }
    public void start() {
    }
    @Override
    public void close() {
    }
}
