package id.siaga.commandcenter.http;

/** What a page answers. */
public sealed interface Shown {

    record Html(int status, String text) implements Shown {
    }

    /** The browser goes on with GET, so that a reload repeats nothing. */
    record Elsewhere(String path) implements Shown {
    }
}
