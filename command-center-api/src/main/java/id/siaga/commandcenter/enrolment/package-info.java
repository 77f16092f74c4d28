/**
 * How devices get, change and lose what proves who they are: secrets, certificates, claim codes. Ingest hears of each
 * change by trigger and closes connections that were opened by what is no longer valid.
 */
@NullMarked
package id.siaga.commandcenter.enrolment;

import org.jspecify.annotations.NullMarked;
