package id.siaga.commandcenter.device.sheet;

import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a part of a workbook without keeping anything of it, before it is read for good: the reader makes room
 * for every cell up to the one that is named, so that one far reference would fill the memory.
 */
record CellScan(int mostColumns) {
    private static final int LETTERS = 26;
    private static final Set<String> TRUTHS = Set.of("1", "true", "on");
    private static final XMLInputFactory XML = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** @throws UnreadableSheet when a row has too many cells or one too far to the right, or dates count from 1904 */
    void check(InputStream part) {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(part);
            int cells = 0;
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    cells = cells(xml, cells);
                }
            }
        } catch (XMLStreamException e) {
            // A picture, or broken: the reader comes no further than here either.
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
                if (before >= mostColumns || column(xml.getAttributeValue(null, "r")) > mostColumns) {
                    throw new UnreadableSheet(0, "paling banyak %d kolom (columns at most)".formatted(mostColumns));
                }
                yield before + 1;
            }
            default -> before;
        };
    }

    /** {@code AB12} is 28; without letters 0. */
    private long column(@Nullable String reference) {
        long column = 0;
        for (int i = 0; reference != null && i < reference.length() && Character.isLetter(reference.charAt(i))
                && column <= mostColumns; i++) {
            column = column * LETTERS + (Character.toUpperCase(reference.charAt(i)) - 'A' + 1);
        }
        return column;
    }
}
