/** How long patients' rows are kept, who may forget them, and what holds that up. */
package org.clinicalmlops.core.retention;
