/** Whether cases with the event were given higher risks: AUROC and its parts, precision and recall, concordance of censored times. */
package org.clinicalmlops.metrics.discrimination;
