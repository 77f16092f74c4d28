package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers people say on the radio: {@code TBN-20261121-0001}, counted per prefix and WIB day. */
public final class Numbers {
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

    private Numbers() {
    }

    public static String next(Connection connection, String prefix, Instant now) throws SQLException {
        LocalDate day = LocalDate.ofInstant(now, WIB);
        ObjectNode counter = Statements.only(connection,
                """
                INSERT INTO command.number_of_day AS n (prefix, day, last) VALUES (?, ?, 1)
                ON CONFLICT (prefix, day) DO UPDATE SET last = n.last + 1
                RETURNING last""", prefix, day);
        return String.format(Locale.ROOT, "%s-%s-%04d", prefix, DateTimeFormatter.BASIC_ISO_DATE.format(day),
                counter.path("last").intValue());
    }
}
