package id.siaga.ingest;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An MQTT 5 client of bytes, for what no library would send, that hears the reason codes. */
final class Mqtt5Socket implements AutoCloseable {

    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;
    static final int DISCONNECT = 0xE0;
    static final int CLOSED = -1;

    /** A packet's type, or {@link #CLOSED}, and the reason code that is the last byte but for properties. */
    record Heard(int type, byte[] body) {

        int reason() {
            return switch (type) {
                case CONNACK -> body[1] & 0xFF;
                case PUBACK -> body.length < 3 ? 0 : body[2] & 0xFF;
                case SUBACK -> body[body.length - 1] & 0xFF;
                case DISCONNECT -> body.length == 0 ? 0 : body[0] & 0xFF;
                default -> -1;
            };
        }
    }

    /** What a PUBLISH at QoS 1 without properties carries. */
    static String payload(Heard published) {
        ByteBuffer body = ByteBuffer.wrap(published.body());
        body.position(2 + body.getShort(0) + 2 + 1);
        return StandardCharsets.UTF_8.decode(body).toString();
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Socket socket;
    private final DataInputStream in;

    Mqtt5Socket(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Mqtt5Socket(Socket socket) throws IOException {
        this.socket = socket;
        this.socket.setSoTimeout(30_000);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** The reason code of the CONNACK. */
    int connect(String user, String secret) throws IOException {
        sendConnect(user, secret);
        return hear().reason();
    }

    void sendConnect(String user, String secret) throws IOException {
        send(0x10, body -> {
            body.writeUTF("MQTT");
            body.writeByte(5);
            body.writeByte(user.isEmpty() ? 0x02 : 0xC2);
            body.writeShort(60);
            body.writeByte(0);
            body.writeUTF("client-" + NUMBER.incrementAndGet());
            if (!user.isEmpty()) {
                byte[] name = user.getBytes(StandardCharsets.UTF_8);
                body.writeShort(name.length);
                body.write(name);
                body.writeUTF(secret);
            }
        });
    }

    Heard publish(String topic, String payload) throws IOException {
        return publish(topic.getBytes(StandardCharsets.UTF_8), payload.getBytes(StandardCharsets.UTF_8));
    }

    Heard publish(byte[] topic, byte[] payload, int... properties) throws IOException {
        send(PUBLISH | 0x02, body -> {
            body.writeShort(topic.length);
            body.write(topic);
            body.writeShort(1);
            body.writeByte(properties.length);
            for (int property : properties) {
                body.writeByte(property);
            }
            body.write(payload);
        });
        return hear();
    }

    Heard subscribe(String filter) throws IOException {
        send(0x82, body -> {
            body.writeShort(7);
            body.writeByte(0);
            body.writeUTF(filter);
            body.writeByte(1);
        });
        return hear();
    }

    void acknowledge(int packetId) throws IOException {
        send(PUBACK, body -> body.writeShort(packetId));
    }

    /** As a client that has what it came for: both packets in one segment. */
    void acknowledgeAndLeave(int packetId) throws IOException {
        socket.getOutputStream()
                .write(new byte[]{PUBACK, 2, (byte) (packetId >> 8), (byte) packetId, (byte) DISCONNECT, 0});
    }

    interface Body {
        void write(DataOutputStream body) throws IOException;
    }

    void send(int header, Body content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        content.write(new DataOutputStream(body));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        int rest = body.size();
        do {
            packet.write(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        body.writeTo(packet);
        socket.getOutputStream().write(packet.toByteArray());
    }

    /** The next packet; waits for it. */
    Heard hear() throws IOException {
        int header = in.read();
        if (header < 0) {
            return new Heard(CLOSED, new byte[0]);
        }
        int length = 0;
        for (int shift = 0;; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            if (digit < 128) {
                break;
            }
        }
        return new Heard(header & 0xF0, in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
