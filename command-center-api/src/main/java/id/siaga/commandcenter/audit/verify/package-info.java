/** Whether the audit log is whole: offline, record by record, against the anchors and the evidence. */
@NullMarked
package id.siaga.commandcenter.audit.verify;

import org.jspecify.annotations.NullMarked;
