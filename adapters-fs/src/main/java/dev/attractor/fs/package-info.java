/** What lies in files: the module that binds it is all that others see. */
@NullMarked
package dev.attractor.fs;

import org.jspecify.annotations.NullMarked;
