/**
 * Detectors that a plan may have beside those of every monitor: some keep rows of a window, which others do not. Give them to
 * {@link org.clinicalmlops.api.monitor.MonitorPlan#detecting}.
 */
package org.clinicalmlops.monitoring.option;
