package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What closing an incident of a category demands.
 *
 * @param least from being assigned to being over
 * @param proposed whether it is over only through a closure
 */
record Requirement(int photos, double radiusM, Duration least, boolean proposed) {

    static Requirement of(Connection connection, String category) throws SQLException {
        ObjectNode row = Statements.only(connection,
                """
                SELECT photos, radius_m, least_s, proposed FROM command.closure_requirement
                WHERE category IN (?, '*') ORDER BY category = '*' LIMIT 1""", category);
        return new Requirement(row.path("photos").intValue(), row.path("radius_m").doubleValue(),
                Duration.ofSeconds(row.path("least_s").longValue()), row.path("proposed").booleanValue());
    }
}
