package id.siaga.hivemq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/** Found by HiveMQ in the jar's services. */
public final class SiagaExtension implements ExtensionMain {

    private static final Logger LOG = LoggerFactory.getLogger(SiagaExtension.class);
    private static final SimpleAuthenticator NOBODY = (client, output) -> output
            .failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE);

    private @Nullable ScheduledFuture<?> looks;

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Path folder = input.getExtensionInformation().getExtensionHomeFolder().toPath();
        try {
            start(Settings.read(folder.resolve("siaga.properties")));
        } catch (IOException | IllegalArgumentException e) {
            // Without the extension HiveMQ would let everybody in.
            LOG.error("Nobody is let in: {}", e.getMessage());
            Services.securityRegistry().setAuthenticatorProvider(client -> NOBODY);
        }
    }

    private void start(Settings settings) {
        Door door = new Door(settings);
        Services.securityRegistry().setAuthenticatorProvider(input -> new Login(door, settings));
        Services.securityRegistry().setAuthorizerProvider(input -> new Topics(door, settings));
        long every = settings.lookEvery().toMillis();
        looks = Services.extensionExecutorService().scheduleWithFixedDelay(
                new Endings(door, Services.clientService()), 0, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
