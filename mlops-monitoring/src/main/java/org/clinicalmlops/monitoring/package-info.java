/** Watches a model in use. */
package org.clinicalmlops.monitoring;
