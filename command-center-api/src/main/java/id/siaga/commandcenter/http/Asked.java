package id.siaga.commandcenter.http;

import java.util.Map;
import java.util.Optional;

/** What an operation is asked with: over the wire, or by a page of ours. */
interface Asked {

    Contract.Operation operation();

    Optional<String> path(String name);

    Optional<String> query(String name);

    Optional<String> header(String name);

    /** All query parameters, each with its first value. */
    Map<String, String> queries();

    byte[] body();
}
