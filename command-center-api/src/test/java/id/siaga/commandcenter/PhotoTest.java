package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Photos lose what cameras write into them and stay pictures. */
class PhotoTest {
    private static final String PRIVATE = "GPS -6.2345 Budi";
    private static final String PHOTOS = "/api/v1/devices/cam-1/photos";

    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
    }

    @BeforeEach
    void empty() {
        system.database().execute("DELETE FROM telemetry.device");
        system.database().execute("DELETE FROM telemetry.device_state");
        system.city.device("cam-1", "P2C");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static HttpResponse<String> post(byte[] bytes) throws IOException, InterruptedException {
        return system.send(system.request(PHOTOS + "?caption=tiang").POST(BodyPublishers.ofByteArray(bytes)));
    }

    private static byte[] kept(HttpResponse<String> added, String mediaType) throws IOException, InterruptedException {
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode photo = Running.json(added);
        HttpResponse<byte[]> got = system.client.send(
                system.request(PHOTOS + "/" + photo.path("id").asText()).build(), BodyHandlers.ofByteArray());
        assertThat(got.headers().firstValue("Content-Type")).contains(mediaType);
        assertThat(got.body()).hasSize(photo.path("bytes").asInt());
        assertThat(new String(got.body(), StandardCharsets.ISO_8859_1)).doesNotContain(PRIVATE);
        return got.body();
    }

    private static byte[] picture(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB), format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aJpegLosesExifCommentsAndWhatHangsBehindIt() throws Exception {
        byte[] plain = picture("jpg");
        byte[] exif = text("Exif\0\0" + PRIVATE);
        byte[] segment = joined(new byte[]{(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 2)}, exif);
        byte[] comment = joined(new byte[]{(byte) 0xff, (byte) 0xfe, 0, (byte) (PRIVATE.length() + 2)}, text(PRIVATE));
        byte[] told = joined(Arrays.copyOf(plain, 2), segment, comment, Arrays.copyOfRange(plain, 2, plain.length),
                text(PRIVATE));
        byte[] kept = kept(post(told), "image/jpeg");
        assertThat(kept).isEqualTo(plain);
        assertThat(ImageIO.read(new ByteArrayInputStream(kept)).getWidth()).isEqualTo(32);
    }

    @Test
    void aPngLosesItsTexts() throws Exception {
        byte[] plain = picture("png");
        byte[] body = text("tEXt" + PRIVATE);
        CRC32 crc = new CRC32();
        crc.update(body);
        byte[] chunk = joined(big(PRIVATE.length()), body, big((int) crc.getValue()));
        int afterHeader = 33;
        byte[] told = joined(Arrays.copyOf(plain, afterHeader), chunk,
                Arrays.copyOfRange(plain, afterHeader, plain.length));
        assertThat(kept(post(told), "image/png")).isEqualTo(plain);
    }

    private static byte[] big(int number) {
        return new byte[]{(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    @Test
    void aWebpLosesItsMetadataAndSaysSo() throws Exception {
        byte[] canvas = joined(text("VP8X"), new byte[]{10, 0, 0, 0, 0x08, 0, 0, 0, 31, 0, 0, 23, 0, 0});
        byte[] image = joined(text("VP8L"), new byte[]{5, 0, 0, 0, 0x2f, 31, 0, 0, 0, 0});
        byte[] exif = joined(text("EXIF"), new byte[]{(byte) PRIVATE.length(), 0, 0, 0}, text(PRIVATE));
        int size = 4 + canvas.length + image.length + exif.length;
        byte[] kept = kept(post(joined(text("RIFF"), new byte[]{(byte) size, 0, 0, 0}, text("WEBP"), canvas, image,
                exif)), "image/webp");
        assertThat(kept).hasSize(8 + 4 + canvas.length + image.length);
        assertThat(kept[4]).isEqualTo((byte) (kept.length - 8));
        assertThat(kept[20]).as("no EXIF any more").isZero();
    }

    @Test
    void whatIsNoPictureIsRefusedWhateverItSays() throws Exception {
        assertThat(post(text("<svg onload=alert(1)>")).statusCode()).isEqualTo(415);
        byte[] cut = Arrays.copyOf(picture("jpg"), 60);
        assertThat(post(cut).statusCode()).isEqualTo(400);
        assertThat(post(joined(picture("jpg"), new byte[5 << 20])).statusCode()).isEqualTo(413);
        assertThat(system.database().rows("SELECT 1 AS one FROM telemetry.device_photo")).isEmpty();
    }

    @Test
    void theSamePhotoIsKeptOnceAndCanBeRemoved() throws Exception {
        String first = Running.json(post(picture("jpg"))).path("id").asText();
        assertThat(Running.json(post(picture("jpg"))).path("id").asText()).isEqualTo(first);
        assertThat(Running.json(system.get(PHOTOS)).path("items")).hasSize(1);
        assertThat(system.send(system.request(PHOTOS + "/" + first).DELETE()).statusCode()).isEqualTo(204);
        assertThat(system.get(PHOTOS + "/" + first).statusCode()).isEqualTo(404);
    }
}
