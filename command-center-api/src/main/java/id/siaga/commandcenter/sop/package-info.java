/**
 * Checklists: the steps an incident of a category demands, in versions, and what was done or waived of them. Blocking
 * code for worker threads; knows nothing of HTTP.
 */
@NullMarked
package id.siaga.commandcenter.sop;

import org.jspecify.annotations.NullMarked;
