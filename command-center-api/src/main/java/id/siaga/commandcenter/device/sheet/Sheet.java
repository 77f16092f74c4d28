package id.siaga.commandcenter.device.sheet;

import java.util.List;
import java.util.function.Consumer;

/** A table of texts, whatever file it came in. */
public sealed interface Sheet permits CsvSheet, XlsxSheet {

    /**
     * What a workbook may bring.
     *
     * @param unpackedBytes of all its parts
     * @param columns of any of its rows
     */
    record Bounds(long unpackedBytes, int columns) {
    }

    /** @param number as people count it in their program, from 1 */
    record Row(long number, List<String> cells) {
    }

    /**
     * Gives every row in order, the header too; empty rows are left out.
     *
     * @throws UnreadableSheet when the file is not what it should be
     */
    void read(Consumer<Row> reader);

    /**
     * A sheet by its first bytes: a ZIP is a workbook, all else is CSV.
     */
    static Sheet of(byte[] bytes, Bounds bounds) {
        boolean zip = bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
        return zip ? new XlsxSheet(bytes, bounds) : new CsvSheet(bytes);
    }
}
