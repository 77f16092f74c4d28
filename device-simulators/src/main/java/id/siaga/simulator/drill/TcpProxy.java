package id.siaga.simulator.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import id.siaga.simulator.fleet.Endpoint;

/** A piece of network on loopback that can stop carrying, or lose, the connections through it. Usable from any thread. */
final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket door;
    private final Endpoint target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch carrying = new CountDownLatch(0);

    private TcpProxy(ServerSocket door, Endpoint target) {
        this.door = door;
        this.target = target;
    }

    /** Opens a free port of loopback in front of {@code target}, which need not be there yet. */
    static TcpProxy before(Endpoint target) throws IOException {
        TcpProxy proxy = new TcpProxy(new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().name("proxy-door").start(proxy::accept);
        return proxy;
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", door.getLocalPort());
    }

    /** Stops reading and writing in both directions; connections stay open. */
    void pause() {
        carrying = new CountDownLatch(1);
    }

    void resume() {
        carrying.countDown();
    }

    /** Resets every connection (RST), losing what was on its way; new ones are accepted. */
    void cut() {
        // All before any: the other end of one that closes is closed at once, and should not part politely.
        List<Socket> all = List.copyOf(sockets);
        all.forEach(TcpProxy::resetWhenClosed);
        all.forEach(this::end);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException e) {
                // Closed, or a client that left before it was met.
            }
        }
    }

    private void join(Socket client) {
        sockets.add(client);
        try {
            Socket server = new Socket(target.host(), target.port());
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> carry(server, client));
            carry(client, server);
        } catch (IOException e) {
            end(client);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                carrying.await();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One end is gone: so is the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }

    /** Closing without lingering sends RST. */
    private static void resetWhenClosed(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed already.
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more can be done for it.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        resume();
    }
}
