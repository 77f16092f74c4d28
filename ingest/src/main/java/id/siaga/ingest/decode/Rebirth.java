package id.siaga.ingest.decode;

/** Asks a Sparkplug edge node to introduce itself and its devices again. */
@FunctionalInterface
public interface Rebirth {

    /** Where nobody can be asked: when messages are decoded again later. */
    Rebirth NOBODY = (group, node) -> {
    };

    /** Returns at once; may be called for every message of a node that cannot be understood. */
    void ask(String group, String node);
}
