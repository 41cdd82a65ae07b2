package dev.attractor.cli.pipelines;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;

/**
 * What was found in one file.
 *
 * @param diagnostics those to show
 */
record CheckedFile(PipelineSource source, List<Diagnostic> diagnostics, boolean valid) {}
