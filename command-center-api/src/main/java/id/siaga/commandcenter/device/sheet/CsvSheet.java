package id.siaga.commandcenter.device.sheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** CSV in UTF-8, with or without a byte order mark, separated by commas or, as Indonesian spreadsheets do, semicolons. */
record CsvSheet(byte[] bytes) implements Sheet {
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    @Override
    public void read(Consumer<Row> reader) {
        long last = 0;
        try (CsvReader<CsvRecord> records = CsvReader.builder().fieldSeparator(separator()).ofCsvRecord(text())) {
            for (CsvRecord each : records) {
                last = each.getStartingLineNumber();
                reader.accept(new Row(last, each.getFields()));
            }
        } catch (CsvParseException e) {
            throw new UnreadableSheet(last + 1, "CSV tidak terbaca (unreadable CSV): " + e.getMessage());
        } catch (UncheckedIOException | IOException e) {
            throw new UnreadableSheet(last + 1, "CSV harus UTF-8 (CSV must be UTF-8)");
        }
    }

    /** Bytes that are not UTF-8 are an error, not question marks in somebody's name. */
    private InputStreamReader text() {
        int from = marked() ? MARK.length : 0;
        return new InputStreamReader(new ByteArrayInputStream(bytes, from, bytes.length - from),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private boolean marked() {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }

    /** Whichever of the two the header has more of. */
    private char separator() {
        int commas = 0;
        int semicolons = 0;
        for (int i = 0; i < bytes.length && bytes[i] != '\n'; i++) {
            commas += bytes[i] == ',' ? 1 : 0;
            semicolons += bytes[i] == ';' ? 1 : 0;
        }
        return semicolons > commas ? ';' : ',';
    }
}
