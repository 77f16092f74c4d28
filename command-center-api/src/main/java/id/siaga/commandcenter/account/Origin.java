package id.siaga.commandcenter.account;

import java.util.Optional;

/** Where a request came from: address, and what the client calls itself. */
public record Origin(String address, Optional<String> userAgent) {
    private static final int LONGEST = 200;

    String shownAgent() {
        return userAgent.map(text -> text.substring(0, Math.min(LONGEST, text.length()))).orElse("");
    }
}
