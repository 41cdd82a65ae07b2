/** What programs answered once, and folders that they need for a while. */
@NullMarked
package dev.attractor.fs.process;

import org.jspecify.annotations.NullMarked;
