package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.Doubt.Kind;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Pictures that were seen before: the very bytes, or nearly the same picture, also mirrored. An exact search through
 * all hashes; see docs/decisions/036-closure-proof.md for what that takes.
 */
record Likenesses(ClosurePolicy.Likeness limits) {

    /** Of the photos of one incident that are in no closure yet. */
    List<Doubt> of(Connection connection, long incidentId, List<Long> photos) throws SQLException {
        Stream<Doubt> doubts = Stream.of();
        for (long photo : photos) {
            ObjectNode hashes = Statements.only(connection,
                    "SELECT phash, phash_mirrored FROM command.incident_photo WHERE photo_id = ?", photo);
            Stream<Doubt> source = source(connection, incidentId, photo, hashes);
            doubts = Stream.concat(doubts, Stream.concat(source, earlier(connection, incidentId, photo, hashes)));
        }
        return doubts.toList();
    }

    private Stream<Doubt> source(Connection connection, long incidentId, long photo, ObjectNode hashes)
            throws SQLException {
        return Statements.rows(connection,
                """
                SELECT e.photo_id AS other, e.sha256 = (SELECT sha256 FROM command.incident_photo WHERE photo_id = ?) AS same,
                    e.bits
                FROM (SELECT *, least(bit_count((phash # ?)::bit(64)), bit_count((phash # ?)::bit(64))) AS bits
                      FROM command.incident_photo WHERE incident_id = ? AND purpose = 'SOURCE') e
                WHERE e.bits <= ? ORDER BY e.bits, e.photo_id LIMIT ?""",
                photo, hashes.path("phash").longValue(),
                hashes.path("phash_mirrored").longValue(), incidentId, limits.sourceBits(), limits.told()).stream()
                .map(row -> Doubt.of(row.path("same").booleanValue() ? Kind.SAME_AS_SOURCE : Kind.LIKE_SOURCE,
                        String.format(Locale.ROOT,
                                "Foto %d sama dengan foto laporan %d, beda %d dari 64 (same as the report's photo)",
                                photo, row.path("other").longValue(), row.path("bits").longValue()),
                        link(incidentId, row.path("other").longValue())));
    }

    /** Closures' photos count for good; of another incident's photo not yet in one, the first that came. */
    private Stream<Doubt> earlier(Connection connection, long incidentId, long photo, ObjectNode hashes)
            throws SQLException {
        return Statements.rows(connection,
                """
                SELECT e.photo_id AS other, e.incident_id, e.closure_id, i.number, e.bits,
                    p.sha256 = (SELECT sha256 FROM command.incident_photo WHERE photo_id = ?) AS same
                FROM (SELECT photo_id, incident_id, closure_id,
                          least(bit_count((phash # ?)::bit(64)), bit_count((phash # ?)::bit(64))) AS bits
                      FROM command.incident_photo
                      WHERE purpose = 'CLOSURE'
                        AND (closure_id IS NOT NULL OR incident_id <> ? AND photo_id < ?)) e
                JOIN command.incident i ON i.incident_id = e.incident_id
                JOIN command.incident_photo p ON p.photo_id = e.photo_id
                WHERE e.bits <= ? ORDER BY e.bits, e.photo_id LIMIT ?""", photo, hashes.path("phash").longValue(),
                hashes.path("phash_mirrored").longValue(), incidentId, photo, limits.earlierBits(), limits.told())
                .stream().map(row -> earlier(photo, row));
    }

    private static Doubt earlier(long photo, ObjectNode row) {
        return Doubt.of(row.path("same").booleanValue() ? Kind.SAME_AS_EARLIER : Kind.LIKE_EARLIER,
                String.format(Locale.ROOT, "Foto %d sama dengan foto %d insiden %s%s, beda %d dari 64 (seen before)",
                        photo,
                        row.path("other").longValue(), row.path("number").asText(),
                        row.hasNonNull("closure_id") ? ", penutupan #" + row.path("closure_id").asText() : "",
                        row.path("bits").longValue()),
                link(row.path("incident_id").longValue(), row.path("other").longValue()));
    }

    private static String link(long incidentId, long photo) {
        return "/api/v1/incidents/%d/photos/%d/public".formatted(incidentId, photo);
    }
}
