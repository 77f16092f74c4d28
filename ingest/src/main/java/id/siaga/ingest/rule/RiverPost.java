package id.siaga.ingest.rule;

import java.util.List;
public record RiverPost(String post, String name, Role role, List<Band> bands) {
    public enum Role {
        CITY, UPSTREAM, REFERENCE
    }
}
