package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.siaga.simulator.fleet.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int PATIENCE_MS = 20_000;

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MS);
        proxy = TcpProxy.before(new Endpoint("127.0.0.1", server.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void carriesBothWays() throws IOException {
        exchange();
    }

    private void exchange() throws IOException {
        try (Socket client = connect(); Socket far = server.accept()) {
            client.getOutputStream().write(1);
            assertThat(read(far)).isEqualTo(1);
            far.getOutputStream().write(2);
            assertThat(read(client)).isEqualTo(2);
        }
    }

    @Test
    void carriesNothingWhilePausedAndEverythingAfterwards() throws IOException {
        try (Socket client = connect(); Socket far = server.accept()) {
            proxy.pause();
            client.getOutputStream().write(1);
            far.setSoTimeout(200);
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.resume();
            assertThat(read(far)).isEqualTo(1);
        }
    }

    @Test
    void resetsConnectionsAndTakesNewOnes() throws IOException {
        try (Socket client = connect(); Socket far = server.accept()) {
            client.getOutputStream().write(1);
            assertThat(read(far)).isEqualTo(1);
            proxy.cut();
            assertThatThrownBy(() -> read(client)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> read(far)).isInstanceOf(SocketException.class);
        }
        exchange();
    }

    @Test
    void closesWhatItCannotCarry() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertThat(read(client)).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.endpoint().host(), proxy.endpoint().port());
    }

    private static int read(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        return socket.getInputStream().read();
    }
}
