/**
 * Who did what to which record, and who looked. The database itself writes the log, by triggers at the commit, so that
 * nothing changes unrecorded whatever code changed it; here are the reads, the evidence behind decisions, and the
 * search.
 */
@NullMarked
package id.siaga.commandcenter.audit;

import org.jspecify.annotations.NullMarked;
