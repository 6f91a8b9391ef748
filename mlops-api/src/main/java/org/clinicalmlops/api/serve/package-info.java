/** Steps 5 and 6: the silent trial, and answers inside the host's application. */
package org.clinicalmlops.api.serve;
