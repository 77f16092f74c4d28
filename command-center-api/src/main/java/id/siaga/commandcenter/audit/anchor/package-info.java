/**
 * The head of the audit log, signed and put where the database's owner cannot take it back: without that, whoever may
 * rewrite all records may rewrite all hashes.
 */
@NullMarked
package id.siaga.commandcenter.audit.anchor;

import org.jspecify.annotations.NullMarked;
