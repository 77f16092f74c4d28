/**
 * Where the processes start: {@link id.siaga.commandcenter.main.Siaga} reads the command line and puts the parts
 * together. The only package that knows ingest's moving parts.
 */
@NullMarked
package id.siaga.commandcenter.main;

import org.jspecify.annotations.NullMarked;
