package id.siaga.commandcenter.http;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** As the HTTP request says it. */
record AskedByWire(RoutingContext context) implements Asked {

    @Override
    public Contract.Operation operation() {
        return Objects.requireNonNull(context.<Contract.Operation>get(Gate.OPERATION), Gate.OPERATION);
    }

    @Override
    public Optional<String> path(String name) {
        return Optional.ofNullable(context.pathParam(name));
    }

    @Override
    public Optional<String> query(String name) {
        return context.queryParam(name).stream().findFirst();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    @Override
    public Map<String, String> queries() {
        return context.queryParams().entries().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue, (first, next) -> first));
    }

    @Override
    public byte[] body() {
        @Nullable
        Buffer body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }
}
