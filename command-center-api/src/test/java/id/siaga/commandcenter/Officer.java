package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody with a phone: asks for nonces, takes photos, proposes closures; signs as closure.js does. */
final class Officer {
    static final double LATITUDE = -6.2897;
    static final double LONGITUDE = 106.9734;

    private final Running system;
    private final String token;

    Officer(Running system, Role role, String... kecamatan) throws IOException, InterruptedException {
        this.system = system;
        this.token = system.session(role, kecamatan);
    }

    record Shot(Instant at, double latitude, double longitude, double accuracyM) {
        static Shot here() {
            return new Shot(Instant.now(), LATITUDE, LONGITUDE, 8);
        }

        static Shot north(double metres) {
            return new Shot(Instant.now(), LATITUDE + metres / 111_195, LONGITUDE, 8);
        }

        Shot taken(Instant when) {
            return new Shot(when, latitude, longitude, accuracyM);
        }

        Shot within(double metres) {
            return new Shot(at, latitude, longitude, metres);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token));
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return system.client.send(
                system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        var request = system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return system.send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> patch(long incident, String state) throws IOException, InterruptedException {
        String tag = get("/incidents/" + incident).headers().firstValue("ETag").orElse("\"0\"");
        return system.send(system.anonymous("/api/v1/incidents/" + incident).header("Authorization", "Bearer " + token)
                .header("If-Match", tag).header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"state\":\"%s\"}".formatted(state))));
    }

    String nonce(long incident) throws IOException, InterruptedException {
        return Running.json(post("/incidents/" + incident + "/closure-nonces", "")).path("nonce").asText();
    }

    HttpResponse<String> upload(long incident, String nonce, byte[] photo, Shot shot)
            throws IOException, InterruptedException {
        String capture = "{\"nonce\":\"%s\",\"captured_at\":\"%s\",\"latitude\":%s,\"longitude\":%s,\"accuracy_m\":%s}"
                .formatted(nonce, shot.at(), shot.latitude(), shot.longitude(), shot.accuracyM());
        return upload(incident, capture, signature(nonce, capture, photo), photo);
    }

    HttpResponse<String> upload(long incident, String capture, String signature, byte[] photo)
            throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/incidents/" + incident + "/photos")
                .header("Authorization", "Bearer " + token).header("Content-Type", "image/jpeg")
                .header("X-Capture", capture).header("X-Capture-Signature", signature)
                .POST(BodyPublishers.ofByteArray(photo)));
    }

    HttpResponse<String> source(long incident, byte[] photo) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/incidents/" + incident + "/source-photos")
                .header("Authorization", "Bearer " + token).header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(photo)));
    }

    /** A photo taken now, under a nonce of now; its id. */
    long photo(long incident, byte[] photo, Shot shot) throws IOException, InterruptedException {
        HttpResponse<String> reply = upload(incident, nonce(incident), photo, shot);
        if (reply.statusCode() != 201) {
            throw new AssertionError(reply.body());
        }
        return Running.json(reply).path("id").longValue();
    }

    /** Of the steps of the checklist somebody at the desk has said that they were not needed. */
    JsonNode close(long incident, Long... photos) throws IOException, InterruptedException {
        system.post("/api/v1/incidents/" + incident + "/checklist/waivers", "{\"reason\":\"uji\"}");
        HttpResponse<String> reply = closeReply(incident, photos);
        if (reply.statusCode() != 201) {
            throw new AssertionError(reply.body());
        }
        return Running.json(reply);
    }

    HttpResponse<String> closeReply(long incident, Long... photos) throws IOException, InterruptedException {
        return post("/incidents/" + incident + "/closure",
                "{\"result\":\"Dibubarkan\",\"note\":\"Jalan bersih\",\"photos\":%s}"
                        .formatted(java.util.Arrays.toString(photos)));
    }

    HttpResponse<String> review(long closure, String decision) throws IOException, InterruptedException {
        return post("/closures/" + closure + "/review",
                "{\"decision\":\"%s\",\"reason\":\"Dilihat di lokasi\"}".formatted(decision));
    }

    static String signature(String nonce, String capture, byte[] photo) {
        try {
            String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(photo));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(nonce.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((capture + "\n" + sha256).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
