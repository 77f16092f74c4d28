package id.siaga.commandcenter.http;

import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.util.Optional;

/** A POST that makes something: with an Idempotency-Key it makes it once, however often it is sent. */
final class Once {

    private Once() {
    }

    static Reply reply(Database database, Clock clock, Call call, Database.Work<Reply> work) {
        Optional<String> key = call.header("Idempotency-Key");
        key.filter(text -> text.length() < 8 || text.length() > 200).ifPresent(bad -> {
            throw Problem.field("Idempotency-Key", "8 sampai 200 huruf (characters)");
        });
        return database.transaction(connection -> key.isPresent()
                ? new IdempotentReplies(clock).once(connection, call, key.get(), work)
                : work.on(connection));
    }
}
