/** Photos of devices where they hang, kept without what cameras write into them. */
@NullMarked
package id.siaga.commandcenter.device.photo;

import org.jspecify.annotations.NullMarked;
