package id.siaga.ingest.rule;

import java.util.Optional;

import id.siaga.ingest.telemetry.Kind;

/** Whom a rule judges: what the registry knows of the device. */
public record Subject(String deviceId, String name, Kind kind, Optional<RiverPost> post) {

    /** Fills {@code {device}}, {@code {name}} and {@code {post}} of a rule's text. */
    String fill(String text) {
        return text.replace("{device}", deviceId).replace("{name}", post.map(RiverPost::name).orElse(name))
                .replace("{post}", post.map(RiverPost::post).orElse(deviceId));
    }
}
