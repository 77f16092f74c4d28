/** What is violated and by which article: the code list of violations and the register of legal bases. */
@NullMarked
package id.siaga.commandcenter.violation;

import org.jspecify.annotations.NullMarked;
