package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How much one file may bring.
 *
 * @param rows devices at most
 * @param unpackedBytes what a workbook may unpack to
 * @param errorsTold how many of the errors found are told
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ImportLimits(int rows, long unpackedBytes, int errorsTold) {
}
