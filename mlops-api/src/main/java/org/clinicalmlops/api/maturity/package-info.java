/** How mature an operation is, from recorded evidence. */
package org.clinicalmlops.api.maturity;
