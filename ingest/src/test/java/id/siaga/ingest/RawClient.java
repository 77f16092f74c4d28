package id.siaga.ingest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of bytes, for what no MQTT library would send. Speaks MQTT 3.1.1. */
final class RawClient implements AutoCloseable {

    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int USER_SECRET_CLEAN = 0xC2;
    private static final int WILL = 0x04;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
    }

    static RawClient connected(RunningIngest ingest, String device, int keepAliveSeconds) throws IOException {
        RawClient client = new RawClient(ingest.port());
        client.connect(device, device, keepAliveSeconds);
        client.connack();
        return client;
    }

    static RawClient withWill(RunningIngest ingest, String device, String topic, String payload) throws IOException {
        RawClient client = new RawClient(ingest.port());
        client.send(CONNECT, connectBody(USER_SECRET_CLEAN | WILL, 60, device, topic, payload, device,
                RunningIngest.SECRET));
        client.connack();
        return client;
    }

    void connect(String clientId, String user, int keepAliveSeconds) throws IOException {
        send(CONNECT, connectBody(USER_SECRET_CLEAN, keepAliveSeconds, clientId, user, RunningIngest.SECRET));
    }

    private static byte[] connectBody(int flags, int keepAliveSeconds, String... fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.writeByte(4);
        body.writeByte(flags);
        body.writeShort(keepAliveSeconds);
        for (String field : fields) {
            body.writeUTF(field);
        }
        return bytes.toByteArray();
    }

    private void connack() throws IOException {
        byte[] connack = socket.getInputStream().readNBytes(4);
        if (connack.length != 4 || connack[3] != 0) {
            throw new IOException("not admitted");
        }
    }

    void publish(byte[] topic, int packetId, byte[] payload) throws IOException {
        send(PUBLISH_QOS_1, publishBody(topic, packetId, payload));
    }

    static byte[] publishBody(byte[] topic, int packetId, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeShort(topic.length);
        body.write(topic);
        body.writeShort(packetId);
        body.write(payload);
        return bytes.toByteArray();
    }

    void publish(String topic, int packetId, String payload) throws IOException {
        publish(topic.getBytes(StandardCharsets.UTF_8), packetId, payload.getBytes(StandardCharsets.UTF_8));
    }

    void send(int header, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        int rest = body.length;
        do {
            packet.write(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        packet.write(body);
        write(packet.toByteArray());
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    byte[] read(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    /** Whether the other side closed, waiting for it; what it says before is skipped. */
    boolean isClosedByPeer() {
        try {
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection without a word, as a lost link does. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
