@NullMarked
package id.siaga.commandcenter.http;

import org.jspecify.annotations.NullMarked;
