package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server whether it takes connections; each question ends within three seconds, whatever the server does. */
record Probe(String url, String user, String password, ServerLog log) {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final String PATIENCE = "?loginTimeout=3&connectTimeout=3&socketTimeout=3";
    private static final Duration REPORT = Duration.ofSeconds(5);

    /** BUSY is a server that answers, but still recovers or already shuts down (SQLSTATE 57P03, class 53). */
    enum Answer {
        READY, BUSY, SILENT
    }

    Answer ask() throws IOException {
        try (Connection c = DriverManager.getConnection(url + PATIENCE, user, password)) {
            return c.isValid(3) ? Answer.READY : Answer.SILENT;
        } catch (SQLException e) {
            return answer(e);
        }
    }

    private Answer answer(SQLException e) throws IOException {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.startsWith("28")) {
            throw new IOException("PostgreSQL refuses the password kept in file postgres-password: "
                    + "put back the file that belongs to this database", e);
        }
        return state.equals("57P03") || state.startsWith("53") ? Answer.BUSY : Answer.SILENT;
    }

    /** Last answer of a server that became ready, ended, reached the limit, or was silent for too long. */
    Answer await(ProcessHandle server, Duration limit, Duration silence) throws IOException, InterruptedException {
        Instant began = Instant.now();
        Instant heard = began;
        Instant told = began;
        Answer answer = ask();
        while (answer != Answer.READY && server.isAlive() && within(began, limit) && within(heard, silence)) {
            heard = answer == Answer.BUSY ? Instant.now() : heard;
            told = within(told, REPORT) ? told : report(began);
            Thread.sleep(50);
            answer = ask();
        }
        return answer;
    }

    private static boolean within(Instant since, Duration span) {
        return Instant.now().isBefore(since.plus(span));
    }

    private Instant report(Instant began) throws IOException {
        LOG.info("PostgreSQL is not ready after {} s: {}", Duration.between(began, Instant.now()).toSeconds(),
                log.progress());
        return Instant.now();
    }
}
