package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Denial;
import id.siaga.commandcenter.sql.StoreFailure;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed call is to whoever made it; what is our own fault is logged. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {
    }

    static Problem problem(RoutingContext context) {
        @Nullable
        Throwable failure = context.failure();
        return switch (failure) {
            case Problem problem -> problem;
            case Denial denial -> Problem.of(denial);
            case StoreFailure store when store.isUnavailable() -> unavailable(store);
            case StoreFailure store when store.isBadValue() -> new Problem(400, "bad-value",
                    "Nilai tidak dapat diterima basis data (value refused)", "Periksa nilai yang dikirim");
            case null, default -> byStatus(context, failure);
        };
    }

    private static Problem unavailable(StoreFailure failure) {
        LOG.warn("database unavailable: {}", failure.getMessage());
        return new Problem(503, "database-unavailable", "Basis data tidak tersedia (unavailable)",
                "Coba lagi sebentar");
    }

    private static Problem byStatus(RoutingContext context, @Nullable Throwable failure) {
        String path = context.request().method() + " " + context.request().path();
        return switch (context.statusCode()) {
            case 400 -> new Problem(400, "bad-request", "Permintaan tidak terbaca (bad request)", path);
            case 404 -> Problem.missing(path);
            case 405 -> new Problem(405, "method-not-allowed", "Metode tidak boleh (method not allowed)", path);
            case 413 -> new Problem(413, "too-large", "Permintaan terlalu besar (too large)",
                    "Lebih besar dari batas (over the limit)");
            default -> unexpected(path, failure);
        };
    }

    private static Problem unexpected(String path, @Nullable Throwable failure) {
        LOG.error("{} failed", path, failure);
        return new Problem(500, "unexpected", "Kesalahan pada sistem (unexpected error)", "Sudah dicatat (logged)");
    }
}
