package id.siaga.commandcenter.closure.photo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures made from pictures. */
final class Drawn {
    private static final int TURNED = 5;

    private Drawn() {
    }

    /** Turned as {@code orientation} says (EXIF 2.32, tag 0x0112, 1 to 8), in RGB; what is transparent becomes white. */
    static BufferedImage upright(BufferedImage image, int orientation) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean turned = orientation >= TURNED;
        return drawn(image, turned ? height : width, turned ? width : height, turn(orientation, width, height));
    }

    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    /** No side longer than {@code side}; never enlarged. */
    static BufferedImage within(BufferedImage image, int side) {
        int longer = Math.max(image.getWidth(), image.getHeight());
        return longer <= side
                ? image
                : sized(image, Math.max(1, image.getWidth() * side / longer),
                        Math.max(1, image.getHeight() * side / longer));
    }

    /** By halves first: bilinear interpolation looks at four pixels only, and the others would be lost. */
    static BufferedImage sized(BufferedImage image, int width, int height) {
        BufferedImage smaller = image;
        while (smaller.getWidth() >= 2 * width && smaller.getHeight() >= 2 * height) {
            smaller = scaled(smaller, smaller.getWidth() / 2, smaller.getHeight() / 2);
        }
        return scaled(smaller, width, height);
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        return drawn(image, width, height, AffineTransform.getScaleInstance((double) width / image.getWidth(),
                (double) height / image.getHeight()));
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform how) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = canvas.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.drawImage(image, how, null);
        pen.dispose();
        return canvas;
    }

    static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
