package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.commandcenter.device.sheet.Sheet;

/**
 * How much one file may bring.
 *
 * @param rows devices at most
 * @param unpackedBytes what a workbook may unpack to
 * @param columns cells a workbook's row may have
 * @param errorsTold how many of the errors found are told
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ImportLimits(int rows, long unpackedBytes, int columns, int errorsTold) {

    Sheet.Bounds workbook() {
        return new Sheet.Bounds(unpackedBytes, columns);
    }
}
