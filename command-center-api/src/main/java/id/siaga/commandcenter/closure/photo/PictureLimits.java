package id.siaga.commandcenter.closure.photo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How large a photo may be, and what is made of it.
 *
 * @param pixels at most, by the file's own header, before anything is decoded
 * @param publicSide longer side of the copy for the public, in pixels
 * @param thumbnailSide longer side of the small one
 * @param decoders photos decoded at once; more wait
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PictureLimits(long pixels, int publicSide, int thumbnailSide, int decoders) {
}
