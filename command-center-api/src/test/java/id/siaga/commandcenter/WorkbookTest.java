package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.siaga.commandcenter.device.sheet.Sheet;
import id.siaga.commandcenter.device.sheet.UnreadableSheet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks as spreadsheets write them and as nobody should, by their bytes. */
class WorkbookTest {
    private static final Sheet.Bounds BOUNDS = new Sheet.Bounds(1 << 20, 256);
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

    private final Map<String, String> parts = new LinkedHashMap<>();

    private List<String> read(String rows) throws IOException {
        parts.put("[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
                </Types>""");
        parts.putIfAbsent("xl/workbook.xml",
                """
                <workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"""
                        .formatted(MAIN, OFFICE));
        parts.put("_rels/.rels",
                """
                <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
                        .formatted(PACKAGE, OFFICE));
        parts.put("xl/_rels/workbook.xml.rels",
                """
                <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
                        .formatted(PACKAGE, OFFICE));
        parts.put("xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"%s\"><dimension ref=\"A1:XFD1048576\"/><sheetData>%s</sheetData></worksheet>"
                        .formatted(MAIN, rows));
        List<String> cells = new ArrayList<>();
        Sheet.of(zip(), BOUNDS).read(row -> cells.add(row.number() + ":" + String.join("|", row.cells())));
        return cells;
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file.toByteArray();
    }

    @Test
    void aDimensionThatClaimsTheWholeSheetCostsNothingAndEmptyRowsAreLeftOut() throws IOException {
        assertThat(read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"7\"/><row r=\"1048576\">"
                + "<c r=\"C1048576\" t=\"inlineStr\"><is><t>jauh</t></is></c></row>"))
                .containsExactly("1:1", "1048576:||jauh");
    }

    @Test
    void aFormulaIsTheValueItLastHad() throws IOException {
        assertThat(read("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>\"cam-\"&amp;1</f><v>cam-1</v></c>"
                + "<c r=\"B1\"><f>6000+500</f><v>6500</v></c><c r=\"C1\" t=\"b\"><f>1=1</f><v>1</v></c></row>"))
                .containsExactly("1:cam-1|6500|true");
    }

    @Test
    void numbersAreWrittenOutAndTextsStayTexts() throws IOException {
        assertThat(read("<row r=\"1\"><c r=\"A1\"><v>3.56307042441013E14</v></c>"
                + "<c r=\"B1\" t=\"inlineStr\"><is><t>0012</t></is></c><c r=\"C1\"><v>46056</v></c></row>"))
                .containsExactly("1:356307042441013|0012|46056");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c r=\"A2\" t=\"e\"><f>A9/0</f><v>#DIV/0!</v></c>", "<c r=\"A2\" t=\"e\"><v>#REF!</v></c>",
            "<c r=\"A2\"><f>NOW()</f></c>"})
    void aFormulaThatFailedOrWasNeverReckonedIsNoName(String cell) {
        assertThatThrownBy(() -> read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\">" + cell + "</row>"))
                .isInstanceOfSatisfying(UnreadableSheet.class, e -> assertThat(e.row()).isEqualTo(2))
                .hasMessageContaining("A2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZZZZZZ1", "XFD1", "IW1", "ZZZZZZZZZZZZZZZZZZZZ1", "zzzzzz1", "$ZZZZZ1"})
    void aFarReferenceIsRefusedBeforeRoomIsMadeForIt(String reference) {
        assertThatThrownBy(() -> read("<row r=\"1\"><c r=\"%s\"><v>1</v></c></row>".formatted(reference)))
                .isInstanceOf(UnreadableSheet.class).hasMessageContaining("256");
    }

    /** Some parsers give up at so many attributes; whoever looks through the sheet must come as far as who reads it. */
    @ParameterizedTest
    @ValueSource(strings = {"ZZZZZZ2", "ZZZZZ2"})
    void aFarReferenceIsRefusedBehindARowOfManyAttributesToo(String reference) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            attributes.append(" a").append(i).append("=\"1\"");
        }
        assertThatThrownBy(() -> read("<row r=\"1\"%s/><row r=\"2\"><c r=\"%s\"><v>1</v></c></row>"
                .formatted(attributes, reference))).isInstanceOf(UnreadableSheet.class).hasMessageContaining("256");
    }

    @Test
    void aPartThatIsNotXmlIsRefused() {
        parts.put("xl/other.xml", "<a><b></a>");
        assertThatThrownBy(() -> read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"))
                .isInstanceOf(UnreadableSheet.class).hasMessageContaining("xl/other.xml");
    }

    @Test
    void picturesAreNoneOfTheReadersBusiness() throws IOException {
        parts.put("xl/media/image1.png", "\u0089PNG");
        assertThat(read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")).containsExactly("1:1");
    }

    @Test
    void manyFormulasInOneColumnAreNotManyColumns() throws IOException {
        parts.put("xl/calcChain.xml", "<calcChain xmlns=\"%s\">%s</calcChain>".formatted(MAIN,
                "<c r=\"A1\" i=\"1\"/>".repeat(300)));
        assertThat(read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")).containsExactly("1:1");
    }

    @Test
    void aRowOfMoreCellsThanAnyDeviceHasIsRefused() {
        assertThatThrownBy(() -> read("<row>" + "<c/>".repeat(257) + "</row>")).isInstanceOf(UnreadableSheet.class)
                .hasMessageContaining("256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c r=\"A1\" t=\"s\"><v>99</v></c>", "<c r=\"A1\" t=\"s\"><v>x</v></c>",
            "<c r=\"A1\" t=\"s\"/>", "<c r=\"1A\"><v>1</v></c>", "<c r=\"\"><v>1</v></c>", "<c t=\"zzz\"><v>1</v></c>",
            "<c r=\"A1\"><v>satu</v></c>", "<c r=\"A1\" s=\"99999\"><v>1</v></c>", "<c r=\"A1\"><v>1</c>",
            "<c r=\"A1\"><v>&boom;</v></c>", "<c r=\"A-1\"><v>1</v></c>", "<c r=\"A99999999999\"><v>1</v></c>"})
    void whatNobodyWritesIsReadOrRefusedAndNothingElse(String cell) throws IOException {
        try {
            assertThat(read("<row r=\"1\">" + cell + "</row>")).hasSizeLessThanOrEqualTo(1);
        } catch (UnreadableSheet refused) {
            assertThat(refused).hasMessageContaining("(");
        }
    }

    @Test
    void entitiesAreNotUnfolded() throws IOException {
        parts.put("xl/sharedStrings.xml",
                "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                        + "<sst xmlns=\"%s\"><si><t>&b;</t></si></sst>".formatted(MAIN));
        try {
            assertThat(String.join("", read("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")))
                    .doesNotContain("aaaa");
        } catch (UnreadableSheet refused) {
            assertThat(refused).hasMessageContaining("XLSX");
        }
    }

    @Test
    void datesThatCountFrom1904AreNotTakenForOthers() {
        parts.put("xl/workbook.xml",
                """
                <workbook xmlns="%s" xmlns:r="%s"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"""
                        .formatted(MAIN, OFFICE));
        assertThatThrownBy(() -> read("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"))
                .isInstanceOf(UnreadableSheet.class).hasMessageContaining("1904");
    }
}
