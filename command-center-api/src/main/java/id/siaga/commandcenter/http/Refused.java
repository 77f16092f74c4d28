package id.siaga.commandcenter.http;

import id.siaga.commandcenter.dispatch.Refusal;
import java.util.Locale;

/** Refusals of dispatch as problems. */
final class Refused {

    private Refused() {
    }

    static Endpoint told(Endpoint endpoint) {
        return call -> {
            try {
                return endpoint.answer(call);
            } catch (Refusal refusal) {
                throw problem(refusal);
            }
        };
    }

    private static Problem problem(Refusal refusal) {
        String kind = refusal.why().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (refusal.why()) {
            case MISSING -> Problem.missing(refusal.words());
            case NOT_ON_SHIFT -> Problem.forbidden(refusal.words());
            case CONFLICT, NOT_VERIFIED, INCIDENT_CLOSED, UNIT_BUSY, UNIT_UNFIT, ENDED, CHANGED ->
                new Problem(409, kind, "Tidak dapat dilakukan sekarang (not possible now)", refusal.words());
        };
    }
}
