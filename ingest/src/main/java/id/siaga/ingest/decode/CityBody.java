package id.siaga.ingest.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Value;

/** The measurements of one instant in a native message: {@code m}, {@code c}, {@code pos} and, in a batch, {@code t}. */
final class CityBody {

    private static final int NAME_CHARS = 64;
    private static final int WORD_CHARS = 256;

    private final JsonParser json;
    private final List<Reading> readings = new ArrayList<>(8);
    private @Nullable Position position;
    private double offsetSeconds = Double.NaN;
    private boolean whole = true;

    CityBody(JsonParser json) {
        this.json = json;
    }

    static void expect(JsonParser json, JsonToken token, String name) throws Refused {
        if (json.currentToken() != token) {
            throw Refused.shape(name + " is not " + (token == JsonToken.START_OBJECT ? "an object" : "an array"));
        }
    }

    boolean isEmpty() {
        return readings.isEmpty() && position == null;
    }

    /** Whether all of it was read: no member is unknown, none speaks of people. */
    boolean isWhole() {
        return whole;
    }

    double offsetSeconds() {
        return offsetSeconds;
    }

    @Nullable
    Position position() {
        return position;
    }

    void member(String name) throws IOException, Refused {
        switch (name) {
            case "m" -> metrics("");
            case "c" -> components();
            case "pos" -> position = position(coordinates());
            case "t" -> offsetSeconds = number("t");
            default -> leaveOut();
        }
    }

    /** The readings in canonical units; a tilted mount spoils what looks at the water, nothing else. */
    List<Reading> readings(Map<String, String> units, int flags) {
        boolean tilted = Flag.TILTED.in(flags);
        if (units.isEmpty() && !tilted) {
            return readings;
        }
        return readings.stream().map(reading -> convert(reading, units.get(reading.metric().name())))
                .map(reading -> tilted ? Tilt.mark(reading) : reading).toList();
    }

    private static Reading convert(Reading reading, @Nullable String unit) {
        if (unit == null || !(reading.value() instanceof Value.Quantity quantity)) {
            return reading;
        }
        Metric metric = reading.metric();
        OptionalDouble value = Units.convert(quantity.value(), unit, metric.unit());
        return value.isPresent()
                ? Reading.of(metric, reading.component(), Value.of(value.getAsDouble()), 0)
                : Reading.of(metric, reading.component(), quantity, Flag.UNIT_ASSUMED.bit());
    }

    private void metrics(String component) throws IOException, Refused {
        expect(json, JsonToken.START_OBJECT, component.isEmpty() ? "m" : "c." + component);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            checkName(name);
            json.nextToken();
            reading(component, name);
        }
    }

    private void components() throws IOException, Refused {
        expect(json, JsonToken.START_OBJECT, "c");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            checkName(name);
            json.nextToken();
            if (Privacy.concernsPart(name)) {
                leaveOut();
            } else {
                metrics(name);
            }
        }
    }

    private void leaveOut() throws IOException {
        whole = false;
        json.skipChildren();
    }

    /** A null is a measurement that was not made: nothing to keep. */
    private void reading(String component, String name) throws IOException, Refused {
        Metric metric = Metric.named(name);
        if (!metric.catalogued() && Privacy.concernsPart(name)) {
            leaveOut();
            return;
        }
        switch (json.currentToken()) {
            case VALUE_NULL -> {
            }
            case VALUE_TRUE, VALUE_FALSE -> add(metric, component, Value.of(json.getBooleanValue()));
            case VALUE_STRING -> add(metric, component, Value.of(word(name)));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readings
                    .add(Reading.of(metric, component, Value.of(number(name)), 0));
            default -> throw Refused.shape(name + " is not a number, a truth or a text");
        }
    }

    private String word(String name) throws IOException, Refused {
        if (json.getTextLength() > WORD_CHARS) {
            throw Refused.shape(name + " is a text of more than " + WORD_CHARS + " characters");
        }
        return json.getText();
    }

    /** Words and truths fit metrics without a unit; for a metric that has one they say that nothing was measured. */
    private void add(Metric metric, String component, Value value) {
        boolean fits = !metric.catalogued() || metric.unit().equals("1");
        readings.add(new Reading(metric, component, value, fits ? 0 : Flag.SENTINEL.bit()));
    }

    private List<@Nullable Double> coordinates() throws IOException, Refused {
        expect(json, JsonToken.START_ARRAY, "pos");
        List<@Nullable Double> numbers = new ArrayList<>(4);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(json.currentToken() == JsonToken.VALUE_NULL ? null : number("pos"));
        }
        return numbers;
    }

    private static Position position(List<@Nullable Double> numbers) throws Refused {
        Double latitude = at(numbers, 0);
        Double longitude = at(numbers, 1);
        if (latitude == null || longitude == null) {
            throw Refused.shape("pos is not [latitude, longitude, altitude?, accuracy?]");
        }
        return Position.of(latitude, longitude, at(numbers, 2), at(numbers, 3));
    }

    private static @Nullable Double at(List<@Nullable Double> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : null;
    }

    private double number(String name) throws IOException, Refused {
        if (!json.currentToken().isNumeric()) {
            throw Refused.shape(name + " is not a number");
        }
        double value = json.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new Refused(Reject.MALFORMED, name + " is too large for a number");
        }
        return value;
    }

    private static void checkName(String name) throws Refused {
        if (name.isBlank() || name.length() > NAME_CHARS) {
            throw Refused.shape("a metric or component name is not 1 to " + NAME_CHARS + " characters");
        }
    }
}
