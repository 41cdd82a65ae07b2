/** The provider {@code anthropic}: the command line {@code claude}. */
@NullMarked
package dev.attractor.providers.claude;

import org.jspecify.annotations.NullMarked;
