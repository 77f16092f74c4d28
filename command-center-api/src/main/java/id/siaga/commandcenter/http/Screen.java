package id.siaga.commandcenter.http;

/** A page: plain code on a worker thread, may block. */
@FunctionalInterface
public interface Screen {
    Shown answer(Visit visit);

    /** Where a page stands; {@code path} is Vert.x style. GET shows; POST does something and leads elsewhere. */
    record At(String method, String path, Screen screen) {
    }
}
