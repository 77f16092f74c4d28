package id.siaga.commandcenter.audit.anchor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.Canonical;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchors the head of the log when it is due: signs it, puts it in the file and the other places, and records in the log
 * that it did, so that an anchor that is taken away is missed. Never signs a log that its own last anchor contradicts.
 */
public final class Anchoring {
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

    private final Database database;
    private final AnchorKey key;
    private final AnchorFile file;
    private final List<Kept> kept;
    private final AnchorPolicy policy;
    private final Clock clock;

    /** A place and what became of the newest anchor there. */
    private record Kept(AnchorPlace place, AnchorAge age) {

        boolean put(String line, Instant now) {
            try {
                place.put(line);
                age.kept(now);
                return true;
            } catch (IOException e) {
                age.failed(String.valueOf(e.getMessage()));
                LOG.error("anchor not kept at {}: {}", place.name(), e.getMessage());
                return false;
            }
        }
    }

    /** @param others besides the file, which comes first: what is there decides what the next anchor follows */
    public Anchoring(Database database, AnchorKey key, AnchorFile file, List<? extends AnchorPlace> others,
            AnchorPolicy policy, Clock clock) {
        this.database = database;
        this.key = key;
        this.file = file;
        this.kept = Stream.concat(Stream.of(file), others.stream())
                .map(place -> new Kept(place, new AnchorAge(place.name(), clock, policy.overdue()))).toList();
        this.policy = policy;
        this.clock = clock;
    }

    /** How old the newest anchor is, of each place. */
    public List<AnchorAge> ages() {
        return kept.stream().map(Kept::age).toList();
    }

    /** Why anchors are not to be relied upon now; empty when they are. */
    public Optional<String> trouble() {
        return ages().stream().flatMap(age -> age.trouble().stream()).findFirst();
    }

    /** Anchors if it is due. What goes wrong is told by {@link #trouble} and the log, and tried again. */
    public void look() {
        try {
            if (isDue()) {
                anchor();
            }
        } catch (RuntimeException | IOException e) {
            kept.getFirst().age().failed(String.valueOf(e.getMessage()));
            LOG.error("audit log not anchored", e);
        }
    }

    private boolean isDue() throws IOException {
        String line = file.last();
        if (line.isEmpty()) {
            return true;
        }
        Anchor last = Anchor.of(line);
        kept.getFirst().age().kept(last.at());
        return !last.at().plus(policy.every()).isAfter(clock.instant())
                || database.transaction(Anchoring::head).seq() - last.head().seq() >= policy.records();
    }

    /** Anchors now. */
    public void anchor() {
        database.transaction(connection -> {
            // One process at a time: each anchor names the one before.
            Statements.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('audit.anchor'))");
            return AuditLog.write(connection, kept(connection));
        });
    }

    private AuditRecord.Deed kept(Connection connection) throws SQLException {
        try {
            String last = file.last();
            if (!last.isEmpty()) {
                checkContinues(connection, Anchor.of(last));
            }
            // What the record and the line say must be the same to the digit.
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Anchor anchor = Anchor.signed(last, head(connection), now, key);
            file.put(anchor.line());
            kept.getFirst().age().kept(now);
            ObjectNode detail = JsonNodeFactory.instance.objectNode().put("seq", anchor.head().seq())
                    .put("line_sha256", Canonical.hex(anchor.line()));
            detail.withArray("places").add(file.name());
            kept.stream().skip(1).filter(each -> each.put(anchor.line(), now))
                    .forEach(each -> detail.withArray("places").add(each.place().name()));
            return new AuditRecord.Deed(AuditRecord.ANCHOR, "anchor", Long.toString(anchor.number()),
                    detail.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkContinues(Connection connection, Anchor last) throws SQLException {
        if (!last.head().installation().equals(head(connection).installation())) {
            throw new IllegalStateException("the newest anchor is of another installation's log, "
                    + last.head().installation() + ": move its file away");
        }
        boolean stands = Statements.row(connection,
                "SELECT 1 FROM audit.record WHERE seq = ? AND encode(sha256, 'hex') = ?", last.head().seq(),
                last.head().sha256()).isPresent();
        if (!stands) {
            throw new IllegalStateException("the audit log was changed: record %d is not what anchor %d signed"
                    .formatted(last.head().seq(), last.number()));
        }
    }

    private static Anchor.Head head(Connection connection) throws SQLException {
        ObjectNode head = AuditLog.head(connection);
        return new Anchor.Head(head.path("installation").asText(), head.path("seq").longValue(),
                head.path("sha256").asText());
    }
}
