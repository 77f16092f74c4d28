package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.sheet.Sheet;
import id.siaga.commandcenter.device.sheet.UnreadableSheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes descriptions of devices of the rows of a sheet, whose first row names the fields. */
final class SheetReader {
    /** What our own exports add; it cannot be set, so it is passed over. */
    private static final Set<String> TOLD = Set.of("status", "kelurahan", "kecamatan", "");
    private static final Map<String, Form> FORMS = Field.ALL.stream()
            .collect(Collectors.toMap(Field::name, Field::form));
    private static final Form TEXT = new Form.Text();
    /** Comes with numbers that were copied as text from a web page. */
    private static final char NO_BREAK_SPACE = '\u00a0';

    private final SpecReader specs;
    private final int most;
    private final List<DeviceSpec> read = new ArrayList<>();
    private final Map<Integer, Long> rows = new HashMap<>();
    private List<String> header = List.of();

    SheetReader(Whereabouts whereabouts, int most) {
        this.specs = new SpecReader(whereabouts);
        this.most = most;
    }

    /** @throws UnreadableSheet when the header is wrong or there are too many rows */
    List<DeviceSpec> read(Sheet sheet) {
        sheet.read(this::take);
        return read;
    }

    List<RowError> errors(List<Objection> more) {
        List<RowError> errors = new ArrayList<>();
        specs.objections().forEach(each -> errors.add(error(each)));
        more.forEach(each -> errors.add(error(each)));
        return errors;
    }

    private RowError error(Objection objection) {
        return new RowError(rows.getOrDefault(objection.index(), 0L), objection.field(), objection.reason());
    }

    private void take(Sheet.Row row) {
        if (header.isEmpty()) {
            header = header(row);
            return;
        }
        if (read.size() >= most) {
            throw new UnreadableSheet(row.number(), "paling banyak %d perangkat (devices at most)".formatted(most));
        }
        if (row.cells().size() > header.size()) {
            throw new UnreadableSheet(row.number(), "lebih banyak sel daripada judul (more cells than headings)");
        }
        rows.put(read.size(), row.number());
        read.add(specs.read(json(row.cells()), read.size()));
    }

    private static List<String> header(Sheet.Row row) {
        List<String> names = row.cells().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        Map<String, Long> times = names.stream().filter(name -> !name.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        names.stream().filter(name -> !TOLD.contains(name)).forEach(name -> {
            if (!FORMS.containsKey(name) && !name.equals("device_id") && !name.equals("aliases")) {
                throw new UnreadableSheet(row.number(), "kolom tidak dikenal (unknown column): " + name);
            }
            if (times.getOrDefault(name, 0L) > 1) {
                throw new UnreadableSheet(row.number(), "kolom ganda (duplicate column): " + name);
            }
        });
        if (!names.contains("device_id")) {
            throw new UnreadableSheet(row.number(), "kolom device_id wajib (column required)");
        }
        return names;
    }

    private ObjectNode json(List<String> cells) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            String name = header.get(i);
            String cell = Exported.unguarded(cells.get(i).replace(NO_BREAK_SPACE, ' ').strip());
            if (cell.isEmpty() || TOLD.contains(name)) {
                continue;
            }
            if (name.equals("aliases")) {
                Arrays.stream(cell.split("\\s+")).forEach(json.withArray(name)::add);
            } else {
                json.set(name, FORMS.getOrDefault(name, TEXT).ofCell(cell));
            }
        }
        return json;
    }
}
