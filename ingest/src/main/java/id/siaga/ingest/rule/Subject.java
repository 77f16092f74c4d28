package id.siaga.ingest.rule;

import java.util.Optional;
import id.siaga.ingest.telemetry.Kind;
public record Subject(String deviceId, String name, Kind kind, Optional<RiverPost> post) {
}
