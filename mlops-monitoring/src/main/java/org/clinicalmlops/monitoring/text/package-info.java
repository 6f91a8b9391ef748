/** Numbers as a reader of a report wants them. */
package org.clinicalmlops.monitoring.text;
