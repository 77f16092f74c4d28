package id.siaga.commandcenter;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Who opens pages and sends their forms, as a browser does but without one. */
record Visitor(Running system, String token) {
    private static final Pattern FORM = Pattern.compile("name=\"_form\" value=\"([^\"]+)\"");

    HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return system.send(system.anonymous(path).header("Cookie", "siaga_session=" + token));
    }

    String page(String path) throws IOException, InterruptedException {
        return open(path).body();
    }

    /** Sends a form with these fields, name and value by turns. */
    HttpResponse<String> send(String path, String... fields) throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page("/ops/saya"));
        if (!form.find()) {
            throw new AssertionError("no form on /ops/saya");
        }
        String body = "_form=" + form.group(1) + IntStream.range(0, fields.length / 2).mapToObj(
                i -> "&" + fields[2 * i] + "=" + URLEncoder.encode(fields[2 * i + 1], StandardCharsets.UTF_8))
                .collect(joining());
        return system.send(system.anonymous(path).header("Cookie", "siaga_session=" + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + system.center().port())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends a form that must be taken; where it leads. */
    String done(String path, String... fields) throws IOException, InterruptedException {
        HttpResponse<String> reply = send(path, fields);
        if (reply.statusCode() != 303) {
            throw new AssertionError(path + " " + reply.statusCode() + " " + reply.body());
        }
        return reply.headers().firstValue("Location").orElseThrow();
    }
}
