/** Where alerts go: a log, a webhook, the host's own mail. Any {@link org.clinicalmlops.api.monitor.AlertSink} will do. */
package org.clinicalmlops.monitoring.sink;
