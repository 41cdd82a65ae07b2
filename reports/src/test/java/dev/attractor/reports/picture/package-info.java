/** Tests of pictures. */
@NullMarked
package dev.attractor.reports.picture;

import org.jspecify.annotations.NullMarked;
