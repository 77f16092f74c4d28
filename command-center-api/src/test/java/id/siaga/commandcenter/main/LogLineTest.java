package id.siaga.commandcenter.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;

/** The log as it is shipped: an event is a line, whatever a device puts into its words. */
class LogLineTest {

    private static final String FORGED = "city/flood/awlr-1\n2026-11-21T10:00:00.000Z ERROR Forged\r\u0000\u001b[2J\u0085\u202e";

    private final LoggerContext context = new LoggerContext();
    private final Encoder<ILoggingEvent> encoder = encoder();

    private Encoder<ILoggingEvent> encoder() {
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
        return ((OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDERR")).getEncoder();
    }

    private String written(LoggingEvent event) {
        return new String(encoder.encode(event), Charset.defaultCharset());
    }

    private LoggingEvent event(String message, @Nullable Throwable cause) {
        return new LoggingEvent("", context.getLogger("a.Test"), Level.WARN, message, cause,
                new Object[0]);
    }

    @Test
    void aMessageAndItsPairsStandOnOneLine() {
        LoggingEvent event = event("Refused " + FORGED, null);
        event.setKeyValuePairs(List.of(new KeyValuePair("topic", FORGED)));
        String line = written(event);
        assertThat(line).endsWith(System.lineSeparator()).contains("WARN  Test Refused city/flood/awlr-1", "topic=");
        assertThat(line.strip().chars()).noneMatch(Character::isISOControl).doesNotContain(0x202e);
    }

    @Test
    void anExceptionsWordsBeginNoLine() {
        String lines = written(event("Failed", new IOException(FORGED, new IOException(FORGED))));
        assertThat(lines.lines().skip(1)).noneMatch(line -> line.startsWith("2026")).anyMatch(
                line -> line.startsWith("    Caused by"));
        assertThat(lines).contains("java.io.IOException: city").doesNotContain("\u0000", "\r", "\u001b");
        assertThat(lines.split("\tat ", -1)).as("once").hasSizeLessThan(12);
    }
}
