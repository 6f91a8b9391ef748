/** How the state of a monitor is written and read. */
package org.clinicalmlops.monitoring.state;
