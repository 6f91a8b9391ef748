/** The contract that every detector of a monitor passes: a host extends it beside a detector of its own; and a state in memory for tests of one. */
package org.clinicalmlops.testkit.monitor;
