/** Tables as people keep them, read row by row: CSV (RFC 4180) and the first sheet of an XLSX workbook. */
@NullMarked
package id.siaga.commandcenter.device.sheet;

import org.jspecify.annotations.NullMarked;
