package id.siaga.commandcenter.http;

/**
 * How much the stream may hold for one client, in bytes.
 *
 * @param frame the largest frame of posts or devices; a longer list becomes several
 * @param buffer handed to the socket and not yet taken by it
 * @param waiting kept for the socket to take later; a client further behind is disconnected and resumes by id
 */
public record StreamBounds(int frame, int buffer, int waiting) {

    public StreamBounds {
        if (frame < 1 || buffer < frame || waiting < buffer) {
            throw new IllegalArgumentException("a frame must fit the buffer, and that what may wait: " + frame + ", "
                    + buffer + ", " + waiting);
        }
    }
}
