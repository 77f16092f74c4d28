package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags or the fields of a line: what is known of them, and how they were written; of people neither. */
final class LineMembers<T> {

    private final Map<String, T> known = new LinkedHashMap<>();
    private final List<String> written = new ArrayList<>();
    private boolean whole = true;

    void add(String key, T value, String text) {
        if (Privacy.concerns(key)) {
            whole = false;
        } else {
            known.put(key, value);
            written.add(text);
        }
    }

    Map<String, T> known() {
        return known;
    }

    List<String> written() {
        return written;
    }

    boolean whole() {
        return whole;
    }
}
