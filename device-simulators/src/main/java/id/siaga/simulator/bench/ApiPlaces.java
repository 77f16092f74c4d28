package id.siaga.simulator.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import id.siaga.simulator.fleet.CommandCenter;

/** What stands for {@code {id}} and the like in the questions: only the system that was filled knows it. */
record ApiPlaces(Map<String, String> known) {

    /** Pages of a thousand before what is called deep. */
    private static final int DEEP = 60;

    /** Goes through pages to their sixtieth thousand, newest first and by urgency. */
    static ApiPlaces of(CommandCenter city) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String newest = city.get("/api/v1/incidents?limit=1").path("items").path(0).path("id").asText();
        return new ApiPlaces(Map.of("{id}", newest, "{deep}", deep(city, "newest"), "{deep_urgent}",
                deep(city, "urgent"), "{last_year}",
                Integer.toString(OffsetDateTime.now(ZoneOffset.UTC).getYear() - 1), "{month_ago}",
                now.minus(30, ChronoUnit.DAYS).toString(), "{week_ago}", now.minus(7, ChronoUnit.DAYS).toString()));
    }

    private static String deep(CommandCenter city, String sort) throws IOException {
        String path = "/api/v1/incidents?limit=1000&sort=" + sort;
        String cursor = "";
        for (int page = 0; page < DEEP; page++) {
            cursor = city.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor)).path("next_cursor").asText();
        }
        return cursor;
    }

    /** The path as it is asked. */
    String in(String path) {
        String filled = "/api/v1" + path;
        for (Map.Entry<String, String> place : known.entrySet()) {
            filled = filled.replace(place.getKey(), place.getValue());
        }
        return filled;
    }
}
