package id.siaga.hivemq;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.session.ClientService;

/** Ends the connections whose credential was taken away. On one thread at a time. */
final class Endings implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Door door;
    private final ClientService clients;
    private String last = "";

    Endings(Door door, ClientService clients) {
        this.door = door;
        this.clients = clients;
    }

    @Override
    public void run() {
        try {
            List<String> lines = door.ended(last).join().lines().toList();
            lines.stream().skip(1).map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8)).forEach(this::end);
            last = lines.getFirst();
        } catch (RuntimeException e) {
            // Asked again at the next tick, from the same number on.
            LOG.debug("Siaga did not say whose connection is to end", e);
        }
    }

    private void end(String clientId) {
        LOG.info("The credential of client {} was taken away", clientId);
        var unused = clients.disconnectClient(clientId, true, DisconnectReasonCode.NOT_AUTHORIZED,
                "credential revoked while connected");
    }
}
