package id.siaga.commandcenter.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row as the JSON the API shows: the column alias is the field name, a timestamp is RFC 3339 in UTC, bytes are
 * base64. So what a query selects is what a client sees.
 */
final class JsonRow {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonRow() {
    }

    static ObjectNode of(ResultSet row) throws SQLException {
        ObjectNode object = NODES.objectNode();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            object.set(columns.getColumnLabel(i), field(row, i, columns.getColumnTypeName(i)));
        }
        return object;
    }

    private static JsonNode field(ResultSet row, int index, String type) throws SQLException {
        return switch (type) {
            case "timestamptz" -> time(row.getObject(index, OffsetDateTime.class));
            case "json", "jsonb" -> json(row.getString(index));
            default -> scalar(row.getObject(index));
        };
    }

    private static JsonNode time(@Nullable OffsetDateTime time) {
        return time == null ? NODES.nullNode() : NODES.textNode(time.toInstant().toString());
    }

    private static JsonNode json(@Nullable String text) throws SQLException {
        try {
            return text == null ? NODES.nullNode() : MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("the database returned malformed JSON", e);
        }
    }

    private static JsonNode scalar(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Short number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case byte[] bytes -> NODES.binaryNode(bytes);
            default -> NODES.textNode(value.toString());
        };
    }
}
