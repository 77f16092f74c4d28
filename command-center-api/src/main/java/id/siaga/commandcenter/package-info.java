/**
 * The command center as one thing to start and close; {@link id.siaga.commandcenter.CommandCenter} is the list of its
 * parts. Starting and closing block.
 */
@NullMarked
package id.siaga.commandcenter;

import org.jspecify.annotations.NullMarked;
