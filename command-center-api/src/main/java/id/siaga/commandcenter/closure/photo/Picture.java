package id.siaga.commandcenter.closure.photo;

import id.siaga.commandcenter.device.photo.PhotoFormat;
import java.awt.image.BufferedImage;

/**
 * A photo that could be decoded.
 *
 * @param width of the original, pixels
 * @param height of the original, pixels
 * @param upright as a person sees it, turned as the camera said, in RGB; may be smaller than the original
 */
public record Picture(PhotoFormat format, int width, int height, BufferedImage upright, CameraNotes notes) {
}
