package id.siaga.commandcenter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One client of the stream; reads block until something comes. */
final class Feed implements AutoCloseable {
    static final Event END = new Event("end", "");

    /** What came, by its type. */
    record Event(String type, String data) {
    }

    private final BufferedReader lines;
    final int status;

    Feed(Running system, String token) throws IOException, InterruptedException {
        this(system, token, "");
    }

    /** Goes on after the event with this id. */
    Feed(Running system, String token, long after) throws IOException, InterruptedException {
        this(system, token, "?last_event_id=" + after);
    }

    private Feed(Running system, String token, String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = system.client.send(
                system.anonymous("/api/v1/stream" + query).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        status = response.statusCode();
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    Event next() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("event: ")) {
            line = lines.readLine();
        }
        return line == null ? END : new Event(line.substring(7), String.valueOf(lines.readLine()).substring(6));
    }

    /** What came before the first of this type, and that. */
    List<Event> until(String type) throws IOException {
        List<Event> events = new ArrayList<>();
        while (events.isEmpty() || !events.getLast().type().equals(type)) {
            events.add(next());
            if (events.getLast().equals(END)) {
                throw new AssertionError("the stream ended before " + type + ": " + events);
            }
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
