package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Band;
import id.siaga.ingest.rule.RiverPost;
import id.siaga.ingest.rule.Subject;

/**
 * What rules are told of a device: its name, and the river post it stands at with the post's bands, every version of
 * them. Bands are read anew each minute, so that a corrected threshold needs no restart. Any thread.
 */
public final class Subjects {

    private static final Logger LOG = LoggerFactory.getLogger(Subjects.class);
    private static final Duration FRESH_FOR = Duration.ofMinutes(1);

    private final DataSource database;
    private volatile Map<String, RiverPost> posts = Map.of();
    private volatile long readAt;

    public Subjects(DataSource database) throws SQLException {
        this.database = database;
        read();
    }

    public Subject of(Device device) {
        refresh();
        String post = device.post();
        return new Subject(device.deviceId(), device.name(), device.kind(),
                post == null ? Optional.empty() : Optional.ofNullable(posts.get(post)));
    }

    private void refresh() {
        if (System.nanoTime() - readAt < FRESH_FOR.toNanos()) {
            return;
        }
        try {
            read();
        } catch (SQLException e) {
            // The bands of a minute ago are better than none.
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("River bands could not be read anew");
        }
    }

    private synchronized void read() throws SQLException {
        readAt = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            Map<String, List<Band>> bands = bands(connection);
            Map<String, RiverPost> found = new HashMap<>();
            try (PreparedStatement select = connection
                    .prepareStatement("SELECT post, name, role FROM telemetry.river_post");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String post = row.getString("post");
                    found.put(post,
                            new RiverPost(post, row.getString("name"),
                                    RiverPost.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                                    bands.getOrDefault(post, List.of())));
                }
            }
            posts = Map.copyOf(found);
        }
    }

    private static Map<String, List<Band>> bands(Connection connection) throws SQLException {
        Map<String, List<Band>> bands = new HashMap<>();
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT post, level, above_mm, valid_from, valid_to FROM telemetry.river_threshold
                                  ORDER BY post, above_mm""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bands.computeIfAbsent(row.getString("post"), post -> new ArrayList<>())
                        .add(new Band(row.getString("level"), row.getInt("above_mm"),
                                instant(row.getObject("valid_from", OffsetDateTime.class)), Optional
                                        .ofNullable(row.getObject("valid_to", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)));
            }
        }
        return bands;
    }

    private static Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }
}
