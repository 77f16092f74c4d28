package id.siaga.commandcenter.closure.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import id.siaga.commandcenter.closure.photo.UnfitPicture.Fault;
import id.siaga.commandcenter.device.photo.PhotoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Photos are read within bounds, turned upright, and shown without what the camera wrote. */
class PicturesTest {
    private final Pictures pictures = new Pictures(new PictureLimits(2_000_000, 64, 400, 80, 2, 10));

    private static byte[] told() {
        return Exif.into(Scene.of(1, 640, 480).jpeg(0.9f), 6, "2026:11:21 19:00:00", -6.2345, 106.9876);
    }

    private Fault fault(byte[] bytes) {
        try {
            pictures.read(bytes);
        } catch (UnfitPicture e) {
            return e.fault();
        }
        throw new AssertionError("was read");
    }

    @Test
    void theCamerasNotesAreRead() {
        CameraNotes notes = pictures.read(told()).notes();
        assertThat(notes.takenAt()).contains(Instant.parse("2026-11-21T12:00:00Z"));
        assertThat(notes.where().orElseThrow().latitude()).isBetween(-6.23451, -6.23449);
        assertThat(notes.where().orElseThrow().longitude()).isBetween(106.98759, 106.98761);
        assertThat(notes.all().toString()).contains(Exif.SECRET);
    }

    @Test
    void thePublicCopyHasNothingButThePicture() throws Exception {
        Picture picture = pictures.read(told());
        for (byte[] copy : List.of(pictures.publicCopy(picture), pictures.thumbnail(picture))) {
            String text = new String(copy, StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain(Exif.SECRET, "Exif", "xap", "ICC_PROFILE", "2026");
            Metadata left = ImageMetadataReader.readMetadata(new ByteArrayInputStream(copy));
            assertThat(left.getDirectoriesOfType(ExifDirectoryBase.class)).isEmpty();
            assertThat(left.getDirectoriesOfType(XmpDirectory.class)).isEmpty();
            assertThat(left.getDirectoriesOfType(IccDirectory.class)).isEmpty();
        }
    }

    @Test
    void itIsTurnedUprightAndMadeSmaller() {
        Picture picture = pictures.read(told());
        assertThat(List.of(picture.width(), picture.height())).containsExactly(640, 480);
        assertThat(picture.upright().getHeight()).as("orientation 6: a quarter turn").isEqualTo(640);
        Picture shown = pictures.read(pictures.publicCopy(picture));
        assertThat(List.of(shown.width(), shown.height())).containsExactly(300, 400);
        assertThat(pictures.read(pictures.thumbnail(picture)).height()).isEqualTo(80);
        long turned = PerceptualHash.of(pictures.read(Scene.of(1, 640, 480).jpeg(0.9f)).upright());
        assertThat(PerceptualHash.distance(PerceptualHash.of(picture.upright()), turned)).isGreaterThan(10);
        long same = PerceptualHash.of(Drawn.upright(Scene.of(1, 640, 480).image(), 6));
        assertThat(PerceptualHash.distance(PerceptualHash.of(shown.upright()), same)).isLessThanOrEqualTo(4);
    }

    @Test
    void eachOrientationPutsTheSameCornerUpperLeft() {
        Scene scene = Scene.of(3, 60, 40);
        int[] back = {1, 2, 3, 4, 5, 8, 7, 6};
        for (int orientation = 1; orientation <= 8; orientation++) {
            var there = Drawn.upright(scene.image(), orientation);
            var andBack = Drawn.upright(there, back[orientation - 1]);
            assertThat(andBack.getRGB(1, 1)).as("orientation " + orientation).isEqualTo(scene.image().getRGB(1, 1));
            assertThat(andBack.getRGB(58, 3)).isEqualTo(scene.image().getRGB(58, 3));
        }
    }

    @Test
    void pngAndWebpAreReadToo() {
        assertThat(pictures.read(Scene.of(2, 64, 48).written("png")).format()).isEqualTo(PhotoFormat.PNG);
        // One red pixel, lossless.
        byte[] webp = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
        assertThat(pictures.read(webp).format()).isEqualTo(PhotoFormat.WEBP);
    }

    @Test
    void aDecompressionBombIsRefusedByItsHeader() {
        byte[] png = Scene.of(2, 64, 48).written("png");
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThat(fault(png)).isEqualTo(Fault.TOO_MANY_PIXELS);
        byte[] jpeg = Scene.of(2, 64, 48).jpeg(0.8f);
        int frame = frame(jpeg);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);
        assertThat(fault(jpeg)).isEqualTo(Fault.TOO_MANY_PIXELS);
    }

    /** Each scan is a few bytes, for which a decoder walks the whole picture once more. */
    @Test
    void aPictureOfThousandScansIsRefusedUndecoded() {
        byte[] progressive = Scene.of(2, 640, 480).progressive();
        assertThat(pictures.read(progressive).width()).isEqualTo(640);
        int last = lastScan(progressive);
        byte[] scan = Arrays.copyOfRange(progressive, last, progressive.length - 2);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(progressive, 0, last);
        for (int i = 0; i < 1000; i++) {
            bomb.writeBytes(scan);
        }
        bomb.write(progressive, progressive.length - 2, 2);
        assertThat(fault(bomb.toByteArray())).isEqualTo(Fault.TOO_MANY_SCANS);
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        film.writeBytes(progressive);
        film.writeBytes(bomb.toByteArray());
        assertThat(pictures.read(film.toByteArray()).width()).as("what follows the picture").isEqualTo(640);
    }

    @Test
    void whoWaitsTooLongForADecoderIsTold() {
        byte[] photo = Scene.of(2, 64, 48).jpeg(0.8f);
        Pictures none = new Pictures(new PictureLimits(2_000_000, 64, 400, 80, 0, 0));
        assertThatThrownBy(() -> none.read(photo)).isInstanceOfSatisfying(UnfitPicture.class,
                refused -> assertThat(refused.fault()).isEqualTo(Fault.NO_DECODER_FREE));
    }

    private static int lastScan(byte[] jpeg) {
        for (int i = jpeg.length - 2; i > 0; i--) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xda) {
                return i;
            }
        }
        throw new AssertionError("no scan");
    }

    private static int frame(byte[] jpeg) {
        for (int i = 2; i < jpeg.length - 1; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
                return i;
            }
        }
        throw new AssertionError("no frame");
    }

    @Test
    void whatIsNoPictureIsNone() {
        assertThat(fault("<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NOT_A_PHOTO);
        assertThat(fault(Arrays.copyOf(Scene.of(2).jpeg(0.8f), 300))).isEqualTo(Fault.BROKEN);
        byte[] lie = Scene.of(2).written("png");
        System.arraycopy(Scene.of(2).jpeg(0.8f), 0, lie, 0, 4);
        assertThatThrownBy(() -> pictures.read(lie)).isInstanceOf(UnfitPicture.class);
    }
}
