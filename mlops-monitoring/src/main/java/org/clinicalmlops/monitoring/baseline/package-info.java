/** From the rows that a model was made for to what monitoring compares with. */
package org.clinicalmlops.monitoring.baseline;
