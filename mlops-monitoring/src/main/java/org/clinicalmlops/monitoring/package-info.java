/** The standard way to watch a model in use: profiles, windows, detectors and alerts behind one engine. */
package org.clinicalmlops.monitoring;
