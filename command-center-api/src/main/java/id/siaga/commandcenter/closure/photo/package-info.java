/** Photos as proof: read within bounds, told apart, and shown without what they say of people. Knows no database. */
@NullMarked
package id.siaga.commandcenter.closure.photo;

import org.jspecify.annotations.NullMarked;
