package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.Canonical;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** The database and the check compute one and the same hash, whatever is in the fields. */
class CanonicalTest {
    private static final ScratchDatabase SCRATCH = migrated();

    private static ScratchDatabase migrated() {
        try {
            ScratchDatabase scratch = new ScratchDatabase();
            scratch.migrateCommand();
            return scratch;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void stop() throws SQLException {
        SCRATCH.close();
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().ofMaxLength(40).all().excludeChars('\0')
                .filter(text -> text.chars().noneMatch(each -> Character.isSurrogate((char) each)));
    }

    @Property(tries = 100)
    void javaAndSqlAgree(@ForAll("words") String purpose, @ForAll("words") String id, @ForAll("words") String detail)
            throws SQLException {
        try (Connection connection = SCRATCH.source().getConnection();
                PreparedStatement insert = connection
                        .prepareStatement("""
                                          INSERT INTO audit.record (action, object_type, object_id, detail, purpose)
                                          VALUES ('read', 'x', ?, ?, ?) RETURNING *""")) {
            insert.setString(1, id);
            insert.setString(2, detail);
            insert.setString(3, purpose);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                AuditRecord record = AuditRecord.of(row);
                assertThat(record.digest()).isEqualTo(record.sha256());
                assertThat(AuditRecord.of(record.json())).isEqualTo(record);
            }
        }
    }

    @Property(tries = 500)
    void otherFieldsHaveAnotherHash(@ForAll List<String> some, @ForAll List<String> others) {
        BiFunction<Canonical, String, Canonical> add = Canonical::add;
        String one = some.stream().reduce(new Canonical(), add, (a, b) -> a).hex();
        String other = others.stream().reduce(new Canonical(), add, (a, b) -> a).hex();
        assertThat(one.equals(other)).isEqualTo(some.equals(others));
    }
}
