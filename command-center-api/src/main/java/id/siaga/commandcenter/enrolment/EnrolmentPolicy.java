package id.siaga.commandcenter.enrolment;

import java.time.Duration;

/**
 * How long things last and how many there may be.
 *
 * @param grace how long a secret still opens the door after its rotation, unless the request says
 * @param longestGrace a request may ask for no more
 * @param certificate how long a certificate that we sign is valid
 * @param authority how long our own authority is
 * @param mostCodes claim codes of one batch
 * @param longestClaim how long a batch may be valid
 * @param attempts claim codes one address may get wrong within {@code pause}, then it waits as long
 */
public record EnrolmentPolicy(Duration grace, Duration longestGrace, Duration certificate, Duration authority,
        int mostCodes, Duration longestClaim, int attempts, Duration pause) {
}
