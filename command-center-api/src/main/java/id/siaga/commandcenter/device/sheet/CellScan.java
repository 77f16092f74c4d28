package id.siaga.commandcenter.device.sheet;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dhatim.fastexcel.reader.CellAddress;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a part of a workbook without keeping anything of it, before it is read for good: the reader makes room
 * for every cell up to the one that is named, so that one far reference would fill the memory.
 */
record CellScan(int mostColumns) {
    /** Other parts than sheets have such elements too: a calculation chain names every formula. */
    private static final int IN_NO_ROW = Integer.MIN_VALUE;
    private static final Set<String> TRUTHS = Set.of("1", "true", "on");
    private static final XMLInputFactory XML = factory();

    /** The reader's own parser, set as it sets it: another could stop before a cell that the reader still reaches. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /**
     * @param name of the part
     * @throws UnreadableSheet when a row has too many cells or one too far to the right, dates count from 1904, or a
     *             part that should be XML is not
     */
    void check(String name, InputStream part) {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(part);
            int cells = IN_NO_ROW;
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    cells = cells(xml, cells);
                }
            }
        } catch (XMLStreamException e) {
            // A picture passes: should the reader take it for a sheet, it comes no further than here either.
            if (name.endsWith(".xml") || name.endsWith(".rels")) {
                throw new UnreadableSheet(0, "XLSX tidak terbaca (unreadable workbook): " + name);
            }
        }
    }

    private int cells(XMLStreamReader xml, int before) {
        return switch (xml.getLocalName()) {
            case "row" -> 0;
            case "workbookPr" -> {
                // The reader takes the 1 that spreadsheets write here for a no.
                if (TRUTHS.contains(String.valueOf(xml.getAttributeValue(null, "date1904")))) {
                    throw new UnreadableSheet(0, "tanggal sistem 1904, simpan sebagai 1900 (1904 date system)");
                }
                yield before;
            }
            case "c" -> {
                if (before >= mostColumns || (before >= 0 && isFar(xml.getAttributeValue(null, "r")))) {
                    throw new UnreadableSheet(0, "paling banyak %d kolom (columns at most)".formatted(mostColumns));
                }
                yield before + 1;
            }
            default -> before;
        };
    }

    /** As the reader counts it: it takes more than letters, {@code $AB12} too. */
    private boolean isFar(@Nullable String reference) {
        if (reference == null) {
            return false;
        }
        int column = new CellAddress(reference).getColumn();
        return column < 0 || column >= mostColumns;
    }
}
