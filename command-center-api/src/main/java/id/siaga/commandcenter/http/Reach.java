package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom a frame of the stream is for. */
sealed interface Reach {
    Reach EVERYBODY = new Everybody();
    Reach STAFF = new Staff();
    Reach VISITORS = new Visitors();

    boolean reaches(Viewer viewer);

    /** Of a logged event; a type nobody thought of goes to those who may read incidents there. */
    static Reach of(ObjectNode event) {
        Optional<String> there = Optional.ofNullable(event.path("kecamatan_code").textValue());
        return switch (event.path("type").asText()) {
            case "alert", "ticket" -> STAFF;
            case "incident_left" -> new Left(Optional.ofNullable(event.path("left_code").textValue()),
                    new There(there, Shared.of(event)));
            default -> new There(there, Shared.of(event));
        };
    }

    /** Heartbeats, river posts. */
    record Everybody() implements Reach {
        @Override
        public boolean reaches(Viewer viewer) {
            return true;
        }
    }

    record Staff() implements Reach {
        @Override
        public boolean reaches(Viewer viewer) {
            return !viewer.isVisitor();
        }
    }

    record Visitors() implements Reach {
        @Override
        public boolean reaches(Viewer viewer) {
            return viewer.isVisitor();
        }
    }

    /** Something that lies in a kecamatan. */
    record There(Optional<String> kecamatan, Shared shared) implements Reach {
        @Override
        public boolean reaches(Viewer viewer) {
            return !viewer.isVisitor() && (viewer.covers(kecamatan) || shared.reaches(viewer));
        }
    }

    /** Kecamatan besides its own that were let in. */
    record Shared(List<String> codes) {
        static Shared of(ObjectNode event) {
            List<String> codes = new ArrayList<>();
            event.path("shared_with").forEach(code -> codes.add(code.asText()));
            return new Shared(List.copyOf(codes));
        }

        boolean reaches(Viewer viewer) {
            return codes.stream().anyMatch(code -> viewer.covers(Optional.of(code)));
        }
    }

    /** Something that is no longer seen in {@code from}: for those who saw it there and see it no more. */
    record Left(Optional<String> from, There now) implements Reach {
        @Override
        public boolean reaches(Viewer viewer) {
            return !viewer.isVisitor() && viewer.covers(from) && !now.reaches(viewer);
        }
    }
}
