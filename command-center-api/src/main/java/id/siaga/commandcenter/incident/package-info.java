/**
 * From alerts to work: the inbox takes each alert event exactly once, and either opens an incident or ticket, or joins
 * the one already open for the same cause. People move incidents on; only they close them. Knows nothing of HTTP or
 * screens. Everything blocks: the inbox on its own thread, the rest on the caller's worker thread.
 */
@NullMarked
package id.siaga.commandcenter.incident;

import org.jspecify.annotations.NullMarked;
