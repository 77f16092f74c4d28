package id.siaga.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.mqtt.BrokerSubscription;
import id.siaga.ingest.mqtt.Receipts;

/**
 * Receipts for devices behind an external broker. There nobody sees their subscriptions, so {@code device.receipts}
 * says who wants them; the table is looked at every few seconds.
 */
final class BrokerReceipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerReceipts.class);

    private final DataSource database;
    private final Receipts receipts;
    private final BrokerSubscription broker;
    private final Duration every;
    private final Map<String, Receipts.Line> lines = new HashMap<>();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("broker-receipts").daemon().factory());

    BrokerReceipts(DataSource database, Receipts receipts, BrokerSubscription broker, Duration every) {
        this.database = database;
        this.receipts = receipts;
        this.broker = broker;
        this.every = every;
    }

    void start() {
        look();
        var unused = clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<String, String> wanted = topics();
            wanted.forEach((deviceId, topic) -> lines.computeIfAbsent(deviceId,
                    id -> receipts.open(id, payload -> broker.publish(topic, payload))));
            lines.entrySet().removeIf(each -> {
                boolean gone = !wanted.containsKey(each.getKey());
                if (gone) {
                    each.getValue().close();
                }
                return gone;
            });
        } catch (SQLException | RuntimeException e) {
            LOG.atWarn().addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("Who wants receipts was not read; as before");
        }
    }

    private Map<String, String> topics() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection
                        .prepareStatement("""
                                          SELECT device_id, 'city/' || kind || '/' || device_id || '/receipt'
                                          FROM telemetry.device WHERE receipts AND status = 'active'""");
                ResultSet row = select.executeQuery()) {
            Map<String, String> topics = new HashMap<>();
            while (row.next()) {
                topics.put(row.getString(1), row.getString(2));
            }
            return topics;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
