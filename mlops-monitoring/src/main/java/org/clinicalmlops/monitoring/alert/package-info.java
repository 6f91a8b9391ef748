/** From findings to alerts, and the life of an alert. */
package org.clinicalmlops.monitoring.alert;
