/** How much of a month devices were there, and the maintenance that was agreed. */
@NullMarked
package id.siaga.commandcenter.availability;

import org.jspecify.annotations.NullMarked;
