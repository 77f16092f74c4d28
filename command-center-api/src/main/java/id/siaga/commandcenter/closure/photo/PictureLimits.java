package id.siaga.commandcenter.closure.photo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How large a photo may be, and what is made of it.
 *
 * @param pixels at most, by the file's own header, before anything is decoded
 * @param publicSide longer side of the copy for the public, in pixels
 * @param thumbnailSide longer side of the small one
 * @param scans of a progressive JPEG, at most: the decoder walks the whole picture for each; a phone writes twelve
 * @param decoders photos decoded at once; more wait
 * @param waitS for so long, in seconds
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PictureLimits(long pixels, int scans, int publicSide, int thumbnailSide, int decoders, int waitS) {
}
