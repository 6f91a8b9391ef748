/** What a statistical test says, and what many of them say together. */
package org.clinicalmlops.metrics.hypothesis;
