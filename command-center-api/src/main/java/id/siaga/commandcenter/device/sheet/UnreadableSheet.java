package id.siaga.commandcenter.device.sheet;

/** The file as a whole, or from some row on, cannot be read. */
public final class UnreadableSheet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long row;

    /** @param row the row it stopped at, 0 when none was reached */
    public UnreadableSheet(long row, String reason) {
        super(reason);
        this.row = row;
    }

    public long row() {
        return row;
    }
}
