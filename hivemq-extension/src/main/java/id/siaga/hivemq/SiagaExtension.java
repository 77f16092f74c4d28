package id.siaga.hivemq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/** Found by HiveMQ in the jar's services. */
public final class SiagaExtension implements ExtensionMain {

    private @Nullable ScheduledFuture<?> looks;

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Path folder = input.getExtensionInformation().getExtensionHomeFolder().toPath();
        try {
            start(Settings.read(folder.resolve("siaga.properties")));
        } catch (IOException | IllegalArgumentException e) {
            output.preventExtensionStartup(String.valueOf(e.getMessage()));
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
