package id.siaga.ingest.downlink;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import id.siaga.ingest.downlink.CommandQueue.Waiting;
import id.siaga.ingest.mqtt.BrokerSubscription;
import id.siaga.ingest.mqtt.CommandLines;
import id.siaga.ingest.mqtt.Delivery;
import id.siaga.ingest.telemetry.Command;

/**
 * Hands commands to the devices that are connected to this process, and through the external broker to those behind
 * it. Whatever ends, the queue in the database remembers. One thread of its own; a broken connection to the database is
 * replaced at the next look.
 */
public final class Downlink implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Downlink.class);
    private static final int VERSION = 1;

    /** What a connection's thread said, for this thread to write down. At most one per line, so it is bounded. */
    private record Told(long commandId, Delivery outcome) {
    }

    private final DataSource database;
    private final CommandLines lines;
    private final DownlinkConfig config;
    private final CommandQueue queue;
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile @Nullable BrokerSubscription broker;
    private volatile boolean open = true;

    public Downlink(DataSource database, CommandLines lines, DownlinkConfig config) {
        this.database = database;
        this.lines = lines;
        this.config = config;
        this.queue = new CommandQueue(config);
        this.thread = Thread.ofPlatform().name("downlink").daemon().unstarted(this);
    }

    /** The way to devices behind a broker, from now on. */
    public void through(BrokerSubscription subscription) {
        broker = subscription;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (open) {
            try (Connection connection = database.getConnection()) {
                while (open) {
                    look(connection);
                    lines.awaitNews(config.look());
                }
                settle(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn().addKeyValue("cause", e.toString())
                        .log("Commands wait; the next look has a new connection");
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Connection connection) throws SQLException {
        settle(connection);
        queue.expire(connection);
        List<String> reachable = queue.waiting(connection).stream().filter(this::reaches).map(Waiting::deviceId)
                .toList();
        if (!reachable.isEmpty()) {
            queue.lend(connection, reachable).forEach(this::handOver);
        }
    }

    private void settle(Connection connection) throws SQLException {
        for (Told next = told.peek(); next != null; next = told.peek()) {
            queue.settle(connection, next.commandId(), next.outcome());
            told.remove();
        }
    }

    private boolean reaches(Waiting waiting) {
        BrokerSubscription way = broker;
        return lines.reach(waiting.deviceId()) || (waiting.behindBroker() && way != null && way.connected());
    }

    private void handOver(Command command) {
        byte[] payload = payload(command);
        BrokerSubscription way = broker;
        if (lines.reach(command.deviceId())) {
            lines.send(command.deviceId(), payload, outcome -> told.add(new Told(command.commandId(), outcome)));
        } else if (way != null) {
            way.publish(command.topic(), payload, Duration.between(Instant.now(), command.expiresAt()),
                    () -> told.add(new Told(command.commandId(), Delivery.ARRIVED)));
        }
    }

    static byte[] payload(Command command) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", VERSION)
                .put("id", String.valueOf(command.commandId())).put("cmd", command.name());
        json.putRawValue("args", new RawValue(command.arguments()));
        return json.put("expires", command.expiresAt().toEpochMilli()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void pause() {
        try {
            lines.awaitNews(config.look());
        } catch (InterruptedException e) {
            open = false;
        }
    }

    @Override
    public void close() {
        open = false;
        lines.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
