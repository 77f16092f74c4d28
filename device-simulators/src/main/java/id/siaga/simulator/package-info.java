@NullMarked
package id.siaga.simulator;

import org.jspecify.annotations.NullMarked;
