package id.siaga.commandcenter.audit.anchor;

import java.io.IOException;

/** Somewhere outside the database that keeps anchors. */
public interface AnchorPlace {

    /** For people. */
    String name();

    /** Keeps one line; returns when it is kept. */
    void put(String line) throws IOException;
}
