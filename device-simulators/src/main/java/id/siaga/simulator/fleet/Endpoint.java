package id.siaga.simulator.fleet;

/** Where devices connect by MQTT. */
public record Endpoint(String host, int port) {

    /** Reads {@code HOST:PORT}; fails saying what is wrong with it. */
    public static Endpoint of(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("mqtt: expected HOST:PORT, got \"" + hostAndPort + "\"");
        }
        return new Endpoint(hostAndPort.substring(0, colon), port(hostAndPort.substring(colon + 1)));
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("mqtt: \"" + digits + "\" is no port number", e);
        }
    }
}
