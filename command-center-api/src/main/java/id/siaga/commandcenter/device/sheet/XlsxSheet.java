package id.siaga.commandcenter.device.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/** The first sheet of an XLSX workbook. A formula counts as the value it last had; one without a value is refused. */
record XlsxSheet(byte[] bytes, Bounds bounds) implements Sheet {
    private static final int CHUNK = 64 * 1024;
    private static final Set<String> ERRORS = Set.of("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!",
            "#N/A", "#GETTING_DATA");

    @Override
    public void read(Consumer<Row> reader) {
        try {
            measure();
            give(reader);
        } catch (IOException | ExcelReaderException | IndexOutOfBoundsException | IllegalArgumentException
                | NullPointerException | NoSuchElementException | IllegalStateException e) {
            throw new UnreadableSheet(0, "XLSX tidak terbaca (unreadable workbook): " + e.getMessage());
        }
    }

    private void give(Consumer<Row> reader) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes));
                Stream<org.dhatim.fastexcel.reader.Row> rows = workbook.getFirstSheet().openStream()) {
            rows.forEach(row -> {
                List<String> cells = cells(row);
                if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                    reader.accept(new Row(row.getRowNum(), cells));
                }
            });
        }
    }

    /** Unpacks without keeping anything: a small file may hold a very large one. */
    private void measure() {
        byte[] chunk = new byte[CHUNK];
        long unpacked = 0;
        try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream content = zip.getInputStream(entry)) {
                    unpacked = counted(content, chunk, unpacked);
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    new CellScan(bounds.columns()).check(entry.getName(), content);
                }
            }
        } catch (IOException e) {
            throw new UnreadableSheet(0, "ZIP rusak (broken ZIP): " + e.getMessage());
        }
    }

    private long counted(InputStream entry, byte[] chunk, long before) throws IOException {
        long unpacked = before;
        for (int n = entry.read(chunk); n >= 0; n = entry.read(chunk)) {
            unpacked += n;
            if (unpacked > bounds.unpackedBytes()) {
                throw new UnreadableSheet(0,
                        "isi lebih dari %d MB (unpacks to more)".formatted(bounds.unpackedBytes() >> 20));
            }
        }
        return unpacked;
    }

    private static List<String> cells(org.dhatim.fastexcel.reader.Row row) {
        List<String> cells = new ArrayList<>(row.getCellCount());
        for (Cell cell : row) {
            cells.add(cell == null ? "" : text(cell));
        }
        return cells;
    }

    private static String text(Cell cell) {
        return switch (cell.getType()) {
            case NUMBER -> plain(cell.asNumber());
            case STRING -> cell.asString();
            case BOOLEAN -> cell.asBoolean().toString();
            case FORMULA -> formula(cell);
            case ERROR -> throw unusable(cell, raw(cell));
            case EMPTY -> "";
        };
    }

    private static String formula(Cell cell) {
        return switch (cell.getValue()) {
            case null -> throw unusable(cell, "tanpa nilai; buka dan simpan dahulu (without a value)");
            case BigDecimal number -> plain(number);
            case Boolean truth -> truth.toString();
            case Object text when ERRORS.contains(text.toString()) -> throw unusable(cell, text.toString());
            case Object text -> text.toString();
        };
    }

    private static UnreadableSheet unusable(Cell cell, String why) {
        return new UnreadableSheet(cell.getAddress().getRow() + 1L, "rumus (formula) %s: %s".formatted(
                cell.getAddress(), why));
    }

    /** An IMEI typed as a number stays fifteen digits. */
    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String raw(Cell cell) {
        return cell.getRawValue() == null ? "" : cell.getRawValue();
    }
}
