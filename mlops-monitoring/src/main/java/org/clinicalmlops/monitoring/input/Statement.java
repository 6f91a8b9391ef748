package org.clinicalmlops.monitoring.input;

import org.clinicalmlops.api.monitor.Finding.Measure;

/**
 * What one comparison of a feature says.
 *
 * @param alarm whether it asks for attention; in order otherwise
 * @param text for a reader, without the feature's name and without a full stop
 * @param measure the numbers behind it
 */
record Statement(boolean alarm, String text, Measure measure) {}
