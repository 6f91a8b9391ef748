/** The workspace: where plans run, models are deployed and reviewed, and everything is recorded. */
package org.clinicalmlops.core;
