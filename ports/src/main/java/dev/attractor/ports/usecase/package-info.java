/** What people and programs may ask of Attractor. */
@NullMarked
package dev.attractor.ports.usecase;

import org.jspecify.annotations.NullMarked;
