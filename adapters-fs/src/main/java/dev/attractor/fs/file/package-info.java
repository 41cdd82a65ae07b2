/** How files are written so that a crash leaves them whole, and secrets are left out of them. */
@NullMarked
package dev.attractor.fs.file;

import org.jspecify.annotations.NullMarked;
