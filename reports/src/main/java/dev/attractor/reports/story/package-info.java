/** Tells what became of a run, and why that counts: as a page, in Markdown, as JSON. */
@NullMarked
package dev.attractor.reports.story;

import org.jspecify.annotations.NullMarked;
