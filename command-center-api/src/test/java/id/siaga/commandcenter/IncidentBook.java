package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.EscalationSweep;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentChange;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Move;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Report;
import id.siaga.commandcenter.incident.Reporting;
import id.siaga.commandcenter.incident.Source;
import id.siaga.commandcenter.incident.Verification;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Incidents of a scratch database, moved by people of any role while a clock is set by hand. */
final class IncidentBook implements AutoCloseable {
    /** Tuesday, 10:00 in Jakarta. */
    static final Instant T0 = Instant.parse("2026-11-24T03:00:00Z");

    /** Stands still until it is set. */
    static final class Hand extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(T0);

        void on(Duration time) {
            now.updateAndGet(instant -> instant.plus(time));
        }

        void at(Instant instant) {
            now.set(instant);
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final ScratchDatabase scratch;
    final Hand clock = new Hand();
    final Database database;
    final IncidentMoves moves;
    final IncidentDesk desk;

    IncidentBook(Guard... guards) {
        try {
            scratch = new ScratchDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        scratch.migrateCommand();
        database = scratch.database();
        moves = IncidentLife.moves(new StreamLog(database), clock);
        desk = new IncidentDesk(database, moves, List.of(guards), Duration.ofDays(7));
    }

    static Account account(Role role) {
        return new Account(1, role.name().toLowerCase(Locale.ROOT),
                List.of(new Grant(role, Optional.empty(), Optional.empty())));
    }

    /** The account of {@link #account} is on shift on a unit that is sent there. */
    void sent(long id) {
        database.execute("""
                         INSERT INTO command.account (account_id, user_name, created_at) OVERRIDING SYSTEM VALUE
                         VALUES (1, 'petugas', now()) ON CONFLICT DO NOTHING""");
        long unit = database.row("""
                                 INSERT INTO command.unit (call_sign, kind, base_latitude, base_longitude)
                                 VALUES ('URC-' || ?::bigint, 'URC', -6.24, 107.01) RETURNING unit_id""", id)
                .orElseThrow()
                .path("unit_id").longValue();
        database.execute("INSERT INTO command.crew (name) VALUES ('Regu ' || ?::bigint)", id);
        database.execute(
                """
                WITH s AS (
                    INSERT INTO command.shift (crew_id, unit_id, starts_at, ends_at, entered_by)
                    SELECT max(crew_id), ?, ?::timestamptz - interval '1 h', ?::timestamptz + interval '1 h', 'siti'
                    FROM command.crew RETURNING shift_id, starts_at, ends_at)
                INSERT INTO command.shift_member (shift_id, account_id, starts_at, ends_at, lead, qualifications)
                SELECT shift_id, 1, starts_at, ends_at, true, '{}' FROM s""", unit, clock.instant(),
                clock.instant());
        database.execute("""
                         INSERT INTO command.assignment (incident_id, unit_id, assigned_at, assigned_by)
                         VALUES (?, ?, ?, 'siti')""", id, unit, clock.instant());
    }

    long open(Priority priority) {
        return open(Source.PATROL, "TJL", priority);
    }

    long open(Source source, String category, Priority priority) {
        Report report = new Report(source, "PKL di trotoar", category, priority, clock.instant(),
                new Report.Spot(-6.2434, 107.0109, Centroids.shipped().at(-6.2434, 107.0109)), Optional.empty(),
                Optional.empty(), Optional.empty());
        return database.transaction(connection -> new Reporting(moves).open(connection, report, "siti"))
                .path("id").longValue();
    }

    ObjectNode row(long id) {
        return database.row("SELECT * FROM command.incident_json WHERE id = ?", id).orElseThrow();
    }

    String state(long id) {
        return row(id).path("state").asText();
    }

    IncidentDesk.Asked asked(long id, Role role) {
        return new IncidentDesk.Asked(id, row(id).path("version").intValue(), Scope.CITY, account(role));
    }

    ChangeOutcome move(long id, Role role, Move move, String note) {
        return desk.change(asked(id, role), new IncidentChange(Optional.of(move), Optional.empty(), Optional.empty(),
                Optional.of(note).filter(text -> !text.isEmpty())));
    }

    ChangeOutcome move(long id, Role role, IncidentState state) {
        return move(id, role, plain(state), "");
    }

    static IncidentChange changeTo(Move move) {
        return new IncidentChange(Optional.of(move), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Move plain(IncidentState state) {
        return state == IncidentState.DIVERIFIKASI ? new Move.Verified(Verification.VALID) : new Move.On(state);
    }

    /** Through these states, a minute each. */
    void through(long id, IncidentState... states) {
        for (IncidentState state : states) {
            clock.on(Duration.ofMinutes(1));
            if (!(move(id, Role.KORLAP, state) instanceof ChangeOutcome.Changed)) {
                throw new AssertionError(state(id) + " to " + state);
            }
        }
    }

    ChangeOutcome priority(long id, Priority priority) {
        return desk.change(asked(id, Role.OPERATOR),
                new IncidentChange(Optional.empty(), Optional.of(priority), Optional.empty(), Optional.empty()));
    }

    List<String> sweep() {
        return new EscalationSweep(database, moves, clock, 100).run();
    }

    List<String> entries(long id) {
        return database.rows("SELECT entry FROM command.incident_timeline WHERE incident_id = ? ORDER BY entry_id", id)
                .stream().map(row -> row.path("entry").asText()).toList();
    }

    ObjectNode clockOf(long id, String name) {
        return database.row("SELECT * FROM command.incident_clock WHERE incident_id = ? AND clock = ?", id, name)
                .orElseThrow();
    }

    @Override
    public void close() throws SQLException {
        scratch.close();
    }
}
