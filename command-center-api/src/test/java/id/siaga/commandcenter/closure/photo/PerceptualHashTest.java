package id.siaga.commandcenter.closure.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is done to a picture to pass it off as another one leaves its hash near; another picture is far. */
class PerceptualHashTest {
    private static final int SCENES = 50;
    /** As shipped in settings.yaml: closure.likeness.earlier_bits. */
    private static final int SAME = 10;
    private static final Map<String, UnaryOperator<Scene>> TRICKS = new TreeMap<>(Map.of("re-encoded",
            scene -> decoded(scene.jpeg(0.3f)), "half the size", scene -> scene.resized(640, 480), "stretched",
            scene -> scene.resized(1000, 900), "brighter", scene -> scene.brighter(1.15f, 20), "darker",
            scene -> scene.brighter(0.8f, -10), "trimmed by 2.5 % on each side", scene -> scene.cropped(0.025),
            "sent by a messenger", scene -> decoded(scene.resized(800, 600).jpeg(0.5f))));

    private static Scene decoded(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            return new Scene(image);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long hash(Scene scene) {
        return PerceptualHash.of(scene.image());
    }

    @Test
    void theSamePictureStaysNear() {
        TRICKS.forEach((trick, how) -> {
            int worst = 0;
            int found = 0;
            for (long seed = 0; seed < SCENES; seed++) {
                Scene scene = Scene.of(seed);
                int distance = PerceptualHash.distance(hash(scene), hash(how.apply(scene)));
                worst = Math.max(worst, distance);
                found += distance <= SAME ? 1 : 0;
            }
            System.out.printf("%s: farthest %d of 64 bits, %d of %d found%n", trick, worst, found, SCENES);
            // A wider bound would find the other trimmed ones too, and hold honest photos among 100,000 others.
            int share = trick.startsWith("trimmed") ? 90 : 98;
            assertThat(found).as(trick).isGreaterThanOrEqualTo(SCENES * share / 100);
        });
    }

    @Test
    void aMirroredPictureIsNearToTheMirroredHash() {
        for (long seed = 0; seed < SCENES; seed++) {
            Scene scene = Scene.of(seed);
            assertThat(PerceptualHash.distance(PerceptualHash.ofMirrored(scene.image()), hash(scene.mirrored())))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void anotherPictureIsFar() {
        int nearest = 64;
        for (long one = 0; one < SCENES; one++) {
            long hash = hash(Scene.of(one));
            for (long other = one + 1; other < one + 20; other++) {
                nearest = Math.min(nearest, PerceptualHash.distance(hash, hash(Scene.of(other))));
            }
        }
        System.out.println("unrelated pictures: nearest " + nearest + " of 64 bits");
        assertThat(nearest).isGreaterThan(SAME);
    }
}
