package id.siaga.commandcenter.device;

/**
 * What is wrong in a sheet.
 *
 * @param row as people count it, from 1; 0 when it is the whole file
 * @param column its heading, or empty
 */
public record RowError(long row, String column, String reason) {
}
