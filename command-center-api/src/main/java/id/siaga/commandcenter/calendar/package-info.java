/**
 * Working days and shifts as Kota Bekasi counts them: days and hours of Asia/Jakarta, which has no summer time. Pure;
 * {@code Holidays} alone asks the database.
 */
@NullMarked
package id.siaga.commandcenter.calendar;

import org.jspecify.annotations.NullMarked;
