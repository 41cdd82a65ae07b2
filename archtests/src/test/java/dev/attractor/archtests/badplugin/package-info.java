/** A plugin that breaks every rule for plugins. */
@NullMarked
package dev.attractor.archtests.badplugin;

import org.jspecify.annotations.NullMarked;
