/** Breaks rules on purpose: members named bad are to be found, members named good are not. */
package org.clinicalmlops.architecture.bad;
