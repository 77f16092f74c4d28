package id.siaga.commandcenter.account;

import java.sql.Connection;
import java.sql.SQLException;

/** What somebody has in hand, in parts of the system that accounts know nothing of. */
@FunctionalInterface
public interface OpenWork {

    /** @param from who leaves; what he did keeps his name */
    record Succession(long from, String fromUser, long to, String by) {
    }

    /** Hands it over, in the transaction that ends the account. */
    void pass(Connection connection, Succession succession) throws SQLException;
}
