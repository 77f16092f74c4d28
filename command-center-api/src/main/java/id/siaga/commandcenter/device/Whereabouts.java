package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.place.Kelurahan;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In which kelurahan a device is: where its own coordinates lie, else where its river post stands. */
record Whereabouts(Places places, Map<String, ObjectNode> posts) {

    static Whereabouts of(Places places, Connection connection) throws SQLException {
        return new Whereabouts(places, Statements
                .rows(connection, "SELECT post, latitude, longitude FROM telemetry.river_post").stream()
                .collect(Collectors.toMap(post -> post.path("post").asText(), Function.identity())));
    }

    /** Empty without coordinates and without a post that has some. */
    Optional<Kelurahan> of(ObjectNode columns) {
        return Stream.of(columns, posts.getOrDefault(columns.path("post").asText(), columns))
                .filter(place -> place.path("latitude").isNumber() && place.path("longitude").isNumber()).findFirst()
                .map(place -> places.at(degrees(place, "latitude"), degrees(place, "longitude")).kelurahan());
    }

    private static double degrees(JsonNode place, String name) {
        return place.path(name).doubleValue();
    }
}
