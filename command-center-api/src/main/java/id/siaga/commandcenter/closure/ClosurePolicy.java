package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.commandcenter.closure.photo.PictureLimits;

/**
 * When a photo is proof and when it is not; what depends on the category is in table closure_requirement.
 *
 * @param cameraToleranceS how far the camera's own time may be from the phone's
 * @param fastestMps faster than this nobody gets from one photo to the next
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ClosurePolicy(Capturing capture, PictureLimits picture, Likeness likeness, long cameraToleranceS,
        double fastestMps) {

    /**
     * @param nonceS how long a nonce lives
     * @param mostOpen nonces one person may have unused
     * @param clockToleranceS how wrong a phone's clock may be
     * @param uploadWithinS how long after its nonce's end a photo is still taken, in doubt
     * @param worstAccuracyM a position less exact than this says nothing
     * @param mostPhotos of one incident that are in no closure yet
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Capturing(long nonceS, int mostOpen, long clockToleranceS, long uploadWithinS, double worstAccuracyM,
            int mostPhotos) {
    }

    /**
     * Bits of 64 in which two perceptual hashes may differ and still count as the same picture.
     *
     * @param told how many such pictures are named
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Likeness(int sourceBits, int earlierBits, int told) {
    }
}
