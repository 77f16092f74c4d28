/** What people ask of devices; ingest delivers it. */
@NullMarked
package id.siaga.commandcenter.command;

import org.jspecify.annotations.NullMarked;
