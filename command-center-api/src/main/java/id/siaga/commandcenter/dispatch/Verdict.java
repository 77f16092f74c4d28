package id.siaga.commandcenter.dispatch;

import java.util.List;
import java.util.Optional;

/** What speaks for and against sending a unit, in words; {@code excluded} is what makes it unfit. */
public record Verdict(Candidate candidate, Optional<Reach> reach, List<String> reasons, List<String> against,
        List<String> excluded) {

    /** Metres as the crow flies, and seconds until it would be there, reckoned with how old its position is. */
    public record Reach(long metres, long etaS, long ageS) {
    }

    public boolean isFit() {
        return excluded.isEmpty();
    }
}
