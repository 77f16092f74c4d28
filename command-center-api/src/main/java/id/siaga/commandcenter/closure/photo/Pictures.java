package id.siaga.commandcenter.closure.photo;

import id.siaga.commandcenter.closure.photo.UnfitPicture.Fault;
import id.siaga.commandcenter.device.photo.PhotoFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes photos: asks the header how large it would become first, and never more than a few at once. */
public final class Pictures {
    private final PictureLimits limits;
    private final Semaphore decoders;

    public Pictures(PictureLimits limits) {
        this.limits = limits;
        this.decoders = new Semaphore(limits.decoders(), true);
    }

    /** @throws UnfitPicture when it is no JPEG, PNG or WebP that can be decoded within the limits */
    public Picture read(byte[] bytes) {
        PhotoFormat format = PhotoFormat.of(bytes)
                .orElseThrow(() -> new UnfitPicture(Fault.NOT_A_PHOTO, "JPEG, PNG, WebP"));
        if (format == PhotoFormat.JPEG && JpegScans.in(bytes) > limits.scans()) {
            throw new UnfitPicture(Fault.TOO_MANY_SCANS, "paling banyak (at most) " + limits.scans());
        }
        acquire();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            return decoded(format, input, CameraNotes.of(format, bytes));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // Readers of damaged files throw all of these.
            throw new UnfitPicture(Fault.BROKEN, "tidak terbaca (cannot be decoded)");
        } finally {
            decoders.release();
        }
    }

    private void acquire() {
        try {
            if (decoders.tryAcquire(limits.waitS(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnfitPicture(Fault.NO_DECODER_FREE, "coba lagi (try again)");
    }

    private Picture decoded(PhotoFormat format, ImageInputStream input, CameraNotes notes) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IOException("no reader for " + format);
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > limits.pixels()) {
                throw new UnfitPicture(Fault.TOO_MANY_PIXELS, "%d × %d".formatted(width, height));
            }
            BufferedImage image = reader.read(0, thinned(reader.getDefaultReadParam(), Math.max(width, height)));
            return new Picture(format, width, height, Drawn.upright(image, notes.orientation()), notes);
        } finally {
            reader.dispose();
        }
    }

    /** Rows and columns that no copy needs are not kept in memory. */
    private ImageReadParam thinned(ImageReadParam parameters, int side) {
        int every = Math.max(1, side / (2 * limits.publicSide()));
        parameters.setSourceSubsampling(every, every, 0, 0);
        return parameters;
    }

    /** For the public: encoded anew from pixels alone, so that nothing but the picture is in it; JPEG. */
    public byte[] publicCopy(Picture picture) {
        return Drawn.jpeg(Drawn.within(picture.upright(), limits.publicSide()));
    }

    public byte[] thumbnail(Picture picture) {
        return Drawn.jpeg(Drawn.within(picture.upright(), limits.thumbnailSide()));
    }
}
