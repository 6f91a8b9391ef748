/** The contract that every detector of a monitor passes: a host extends it beside a detector of its own. */
package org.clinicalmlops.testkit.monitor;
