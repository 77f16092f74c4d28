package id.siaga.commandcenter.main;

import java.net.BindException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;

import org.flywaydb.core.api.FlywayException;

/** One line for a person whose start failed: what is wrong and what to do. */
final class Reason {

    private Reason() {
    }

    static String of(Throwable failure) {
        Throwable cause = innermost(failure);
        if (failure instanceof IllegalArgumentException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (cause instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "cannot be used" : file.getReason())
                    + "; choose a --home that can be written";
        }
        if (failure instanceof FlywayException) {
            return "the database schema could not be brought up to date: " + cause.getMessage();
        }
        String message = failure instanceof CompletionException ? cause.getMessage() : failure.getMessage();
        return message == null ? cause.toString() : message;
    }

    /** Java's own refusal, or that of Netty's native transport, which has no type of its own. */
    static boolean portTaken(Throwable failure) {
        Throwable cause = innermost(failure);
        return cause instanceof BindException || String.valueOf(cause.getMessage()).contains("already in use");
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
