/** What several packages of this module share; no promise to anybody else. */
package org.clinicalmlops.metrics.internal;
