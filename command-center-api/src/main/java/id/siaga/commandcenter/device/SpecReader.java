package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads descriptions of devices from JSON and collects everything that is wrong with them, field by field. */
public final class SpecReader {
    private static final String ID = "device_id";
    private static final String ALIASES = "aliases";
    private static final int MOST_ALIASES = 10;
    private static final Set<String> KNOWN = Stream
            .concat(Stream.of(ID, ALIASES), Field.ALL.stream().map(Field::name)).collect(Collectors.toSet());

    private final Whereabouts whereabouts;
    private final List<Objection> objections = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int index;

    SpecReader(Whereabouts whereabouts) {
        this.whereabouts = whereabouts;
    }

    /** Null and absent are the same to it: not given. */
    public DeviceSpec read(JsonNode json, int number) {
        index = number;
        json.fieldNames().forEachRemaining(name -> check(KNOWN.contains(name), name, "tidak dikenal (unknown field)"));
        String given = json.path(ID).isTextual() ? json.path(ID).textValue() : "";
        // What is no id is asked of no database.
        String id = Alias.DEVICE_ID.matcher(given).matches() ? given : "";
        check(!id.isEmpty(), ID,
                "wajib: 1 sampai 64 huruf, angka, titik, garis bawah, titik dua, tanda hubung, tidak diawali claim: "
                        + "(required, must not begin with claim:)");
        check(id.isEmpty() || seen.add(id), ID, "ganda dalam permintaan ini (duplicate in this request)");
        check(json.hasNonNull("kind"), "kind", "wajib (required)");
        check(json.hasNonNull("lat") == json.hasNonNull("lng"), "lng", "lat dan lng harus bersama (both or neither)");
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        Field.ALL.forEach(field -> take(field, json.path(field.name()), columns));
        Topology.RELATIONS
                .forEach(relation -> check(!columns.has(relation) || !columns.path(relation).asText().equals(id),
                        relation, "lingkaran (cycle): %s → %s".formatted(id, id)));
        locate(columns);
        return new DeviceSpec(index, id, columns, aliases(json.path(ALIASES)));
    }

    private void take(Field field, JsonNode value, ObjectNode columns) {
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        field.form().objection(value).ifPresentOrElse(reason -> objections.add(new Objection(index, field.name(),
                reason)), () -> columns.set(field.column(), field.form().stored(value)));
    }

    private void locate(ObjectNode columns) {
        whereabouts.of(columns).ifPresent(here -> columns.put("kelurahan_code", here.code())
                .put("kelurahan", here.name()).put("kecamatan_code", here.kecamatanCode())
                .put("kecamatan", here.kecamatan()));
    }

    private List<String> aliases(JsonNode names) {
        List<String> aliases = new ArrayList<>();
        check(names.isMissingNode() || names.isNull() || (names.isArray() && names.size() <= MOST_ALIASES), ALIASES,
                "harus larik 0 sampai 10 nama (array of names)");
        for (JsonNode name : names) {
            String alias = Alias.spelled(name.asText());
            if (!Alias.NAME.matcher(alias).matches()) {
                check(false, ALIASES, "bukan nama (not a name): " + name.asText());
                continue;
            }
            check(seen.add(alias), ALIASES, "ganda dalam permintaan ini (duplicate in this request): " + alias);
            aliases.add(alias);
        }
        return aliases;
    }

    private void check(boolean good, String field, String reason) {
        if (!good) {
            objections.add(new Objection(index, field, reason));
        }
    }

    public List<Objection> objections() {
        return List.copyOf(objections);
    }
}
