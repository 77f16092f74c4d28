package id.siaga.commandcenter.main;

import id.siaga.commandcenter.account.Role;
import id.siaga.ingest.mqtt.PlatformTopics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Who may read anchors at our own MQTT door: whose API token carries a role that may see the log's head, or is an
 * engineer's. The user name is the account's.
 */
record AnchorReaders(DataSource source) implements PlatformTopics.Readers {
    /** Connections of readers at a time, in one process. */
    static final int AT_ONCE = 32;
    private static final List<Role> READERS = List.of(Role.ADMIN_PUSAT, Role.PJ_TEKNIS, Role.KEPALA_SATPOL_PP,
            Role.SEKDA, Role.TEKNISI);

    @Override
    public boolean mayRead(String user, String token) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        """
                        SELECT 1 FROM command.session_at(now()) s, jsonb_array_elements(s.grants) AS held
                        WHERE s.token_sha256 = sha256(convert_to(?, 'UTF8')) AND s.user_name = ? AND s.kind = 'TOKEN'
                          AND s.standing = 'ACTIVE' AND held ->> 'role' = ANY (?)""")) {
            statement.setString(1, token);
            statement.setString(2, user);
            statement.setArray(3, connection.createArrayOf("text", READERS.stream().map(Role::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
