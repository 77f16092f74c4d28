package id.siaga.ingest.store;

import java.nio.ByteBuffer;

import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * One column of several rows as an array in PostgreSQL's binary format, to be bound as one parameter. Its elements have
 * the very bytes that COPY has for its fields: a length and the value.
 */
final class BinaryArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;
    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int GUESSED_FIELD_BYTES = 24;
    private static final int DIMENSIONS = 1;
    private static final int MAY_HAVE_NULLS = 1;
    private static final int FIRST_INDEX = 1;

    private transient ByteBuffer array;

    BinaryArray(FieldType element, int elements) {
        setType("_" + element.sql());
        array = ByteBuffer.allocate(HEADER_BYTES + elements * GUESSED_FIELD_BYTES).putInt(DIMENSIONS)
                .putInt(MAY_HAVE_NULLS).putInt(element.oid()).putInt(elements).putInt(FIRST_INDEX);
    }

    /** Takes the field at the position of a COPY row and moves on behind it. */
    void take(ByteBuffer row) {
        int bytes = Integer.BYTES + Math.max(0, row.getInt(row.position()));
        if (array.remaining() < bytes) {
            array = ByteBuffer.allocate(2 * (array.position() + bytes)).put(array.flip());
        }
        array.put(row.slice(row.position(), bytes));
        row.position(row.position() + bytes);
    }

    @Override
    public int lengthInBytes() {
        return array.position();
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        System.arraycopy(array.array(), 0, bytes, offset, array.position());
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("arrays are only sent");
    }
}
