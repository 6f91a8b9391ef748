/** Contract tests that a host extends to check its own stage. */
package org.clinicalmlops.testkit;
