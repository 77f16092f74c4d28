package id.siaga.commandcenter.dispatch;

import java.util.List;
import java.util.Optional;

/**
 * Units to be sent.
 *
 * @param overrideReason why although unverified, off duty, without crew or resting
 * @param preemptReason why it is taken off less urgent work
 */
public record Order(List<Long> units, Optional<String> overrideReason, Optional<String> preemptReason) {
}
