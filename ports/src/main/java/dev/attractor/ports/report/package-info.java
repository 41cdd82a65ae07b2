/** What people are shown of pipelines and runs. */
@NullMarked
package dev.attractor.ports.report;

import org.jspecify.annotations.NullMarked;
