@NullMarked
package id.siaga.commandcenter;

import org.jspecify.annotations.NullMarked;
