package id.siaga.commandcenter.main;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start that outlasts a database that goes away meanwhile: it was there a moment ago and is being brought back.
 *
 * @param pause before a step is tried again
 * @param tries after so many the step's failure is the start's
 */
record Patience(Duration pause, int tries) {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final String CONNECTION = "08";
    private static final String OPERATOR = "57P";

    static Patience standard() {
        return new Patience(Duration.ofSeconds(1), 120);
    }

    /** The result of a step that leaves nothing behind when it fails. */
    <T> T with(Callable<T> step) throws Exception {
        for (int left = tries; left > 1; left--) {
            try {
                return step.call();
            } catch (Exception e) {
                if (!isDatabaseAway(e)) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("cause", String.valueOf(e.getMessage()))
                        .log("The database went away during the start; trying again");
                Thread.sleep(pause);
            }
        }
        return step.call();
    }

    private static boolean isDatabaseAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isAway(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The pool says nothing of the kind when it hands out a connection that is closed. */
    private static boolean isAway(@Nullable String state) {
        return state == null || state.startsWith(CONNECTION) || state.startsWith(OPERATOR);
    }
}
