/** What people are shown of pipelines and runs. */
@NullMarked
package dev.attractor.reports;

import org.jspecify.annotations.NullMarked;
