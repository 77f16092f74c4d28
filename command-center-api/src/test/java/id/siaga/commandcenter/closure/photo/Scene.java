package id.siaga.commandcenter.closure.photo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Made-up photos of streets: sky, ground, and some thirty things in between; another seed is another street. */
public record Scene(BufferedImage image) {

    public static Scene of(long seed) {
        return of(seed, 1280, 960);
    }

    public static Scene of(long seed, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, colour(random), random.nextInt(width), height, colour(random)));
        pen.fillRect(0, 0, width, height);
        for (int i = 0; i < 30; i++) {
            pen.setColor(colour(random));
            int x = random.nextInt(width) - width / 10;
            int y = random.nextInt(height) - height / 10;
            int wide = width / 20 + random.nextInt(width / 4);
            int high = height / 20 + random.nextInt(height / 3);
            if (i % 3 == 0) {
                pen.fillOval(x, y, wide, high);
            } else {
                pen.fillRect(x, y, wide, high);
            }
        }
        pen.dispose();
        return new Scene(image);
    }

    private static Color colour(Random random) {
        return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    Scene resized(int width, int height) {
        return new Scene(Drawn.sized(image, width, height));
    }

    /** Without {@code share} of each side. */
    Scene cropped(double share) {
        int x = (int) (image.getWidth() * share);
        int y = (int) (image.getHeight() * share);
        return new Scene(image.getSubimage(x, y, image.getWidth() - 2 * x, image.getHeight() - 2 * y));
    }

    Scene brighter(float factor, float offset) {
        return new Scene(new RescaleOp(factor, offset, null).filter(image, null));
    }

    Scene mirrored() {
        return new Scene(Drawn.upright(image, 2));
    }

    public byte[] jpeg(float quality) {
        return jpeg(how -> {
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
        });
    }

    byte[] progressive() {
        return jpeg(how -> how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT));
    }

    private byte[] jpeg(Consumer<ImageWriteParam> asked) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            asked.accept(how);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    byte[] written(String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
