package id.siaga.commandcenter.main;

import java.net.BindException;
import java.util.concurrent.CompletionException;

import org.flywaydb.core.api.FlywayException;

/** One line for a person whose start failed: what is wrong and what to do. */
final class Reason {

    private Reason() {
    }

    static String of(Throwable failure) {
        Throwable cause = innermost(failure);
        if (cause instanceof BindException) {
            return "a port is taken (" + cause.getMessage()
                    + "); stop the other program or choose --http-port and --mqtt-port";
        }
        if (failure instanceof FlywayException) {
            return "the database schema could not be brought up to date: " + cause.getMessage();
        }
        String message = failure instanceof CompletionException ? cause.getMessage() : failure.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
