/** Step 7: whether a model in use still sees what it was made for, and still does what it promised. */
package org.clinicalmlops.api.monitor;
