package id.siaga.ingest.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a body as it trickles in, on no thread's time, and no byte more than was allowed. */
record BodyReader(HttpDoorConfig config) {

    /** @return the body, or a {@link Problem} as soon as it is known to be too large or there is no room for it */
    Future<Buffer> read(HttpServerRequest request, Admission.Ticket ticket) {
        if (declaredLength(request) > config.maxBodyBytes()) {
            return Future.failedFuture(Problem.tooLarge(config.maxBodyBytes()));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        // A sender that is gone is one that did not come to the end in time.
        request.exceptionHandler(gone -> whole.tryFail(Problem.tooSlow())).endHandler(end -> whole.tryComplete(body))
                .handler(chunk -> {
                    if (whole.future().isComplete()) {
                        return;
                    }
                    if (body.length() + chunk.length() > config.maxBodyBytes()) {
                        whole.tryFail(Problem.tooLarge(config.maxBodyBytes()));
                    } else if (ticket.take(chunk.length())) {
                        body.appendBuffer(chunk);
                    } else {
                        whole.tryFail(Problem.busy(config.retryAfter()));
                    }
                });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
        return whole.future();
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
    }
}
