/**
 * Where a point lies: kecamatan and kelurahan of Kota Bekasi, by polygons when the deployment has them, else by the
 * nearest centroid. Immutable after loading, usable on any thread.
 */
@NullMarked
package id.siaga.commandcenter.place;

import org.jspecify.annotations.NullMarked;
