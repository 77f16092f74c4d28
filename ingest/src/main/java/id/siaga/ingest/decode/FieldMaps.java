package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The field maps that come with Siaga, by name: {@code maps.yaml} beside this class. */
final class FieldMaps {

    private record Table(Map<String, FieldMap.Document> maps) {
    }

    private static final Map<String, FieldMap> BY_NAME = load();
    private static final FieldMap EMPTY = new FieldMap(new FieldMap.Document(null, null, null, null, null));

    private FieldMaps() {
    }

    static FieldMap named(String name) throws Refused {
        FieldMap map = BY_NAME.get(name);
        if (map == null) {
            throw Refused.shape("option map: '" + name + "' is none of " + new TreeSet<>(BY_NAME.keySet()));
        }
        return map;
    }

    /** By the route's options: {@code map} names one, {@code field.…} adds to it or stands alone. */
    static FieldMap of(Route route) throws Refused {
        String name = route.options().get("map");
        boolean alone = name == null && route.options().keySet().stream().anyMatch(key -> key.startsWith("field."));
        if (name == null && !alone) {
            throw Refused.shape("options: the route names no field map");
        }
        return (name == null ? EMPTY : named(name)).with(route.options());
    }

    private static Map<String, FieldMap> load() {
        try (InputStream yaml = Objects.requireNonNull(FieldMaps.class.getResourceAsStream("maps.yaml"))) {
            Table table = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build()
                    .readValue(yaml, Table.class);
            Map<String, FieldMap> maps = new HashMap<>();
            table.maps().forEach((name, document) -> maps.put(name, new FieldMap(document)));
            return Map.copyOf(maps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
