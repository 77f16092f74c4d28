package id.siaga.ingest.http;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.registry.Account;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.telemetry.Message;

/** Hands a request's messages over in their order, as room comes free; on a porter's thread. */
record Handover(Doorkeeper doorkeeper, Intake intake, HttpDoorConfig config) {

    private static final long ROOM_POLL_NANOS = 2_000_000;

    /**
     * @param remote the sender's address
     * @param deadline of {@link System#nanoTime}
     * @return how many were handed over, always all
     * @throws Problem when there was no room for the rest in time; the sender sends all of them again
     */
    int carry(Device device, String remote, List<Message> messages, Receipt receipt, long deadline) {
        Account account = doorkeeper.account(device, config.maxPayloadBytes(), remote);
        for (int i = 0; i < messages.size(); i++) {
            awaitRoom(deadline);
            deliver(account, messages.get(i), receipt.ack(i));
        }
        return messages.size();
    }

    private void awaitRoom(long deadline) {
        while (!intake.ready()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw Problem.busy(config.retryAfter());
            }
            LockSupport.parkNanos(ROOM_POLL_NANOS);
        }
    }

    private void deliver(Account account, Message message, Ack ack) {
        account.objection(message).ifPresentOrElse(
                no -> intake.refuse(account.principal(), message, no.reason(), no.detail(), ack),
                () -> intake.accept(account.principal(), message, ack));
    }
}
