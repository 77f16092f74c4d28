package id.siaga.commandcenter.http;

import java.util.Optional;

/** Versions as entity tags: what somebody saw is what he may change. */
final class Tag {

    private Tag() {
    }

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The version in If-Match: 428 without one, 412 when it is none of ours. */
    static long seen(Call call) {
        return given(call).orElseThrow(() -> new Problem(428, "if-match-required", "If-Match diperlukan (required)",
                "Kirim ETag dari GET sebagai If-Match"));
    }

    /** As {@link #seen}, where it may be left out. */
    static Optional<Long> given(Call call) {
        return call.header("If-Match").map(tag -> {
            if (tag.matches("\"[0-9]{1,18}\"")) {
                return Long.parseLong(tag.substring(1, tag.length() - 1));
            }
            throw new Problem(412, "changed-meanwhile", "If-Match tidak cocok (does not match)", tag);
        });
    }

    static Problem changedMeanwhile(long version) {
        return new Problem(412, "changed-meanwhile", "Sudah berubah (changed meanwhile)",
                "ETag sekarang (now) " + of(version));
    }
}
