/** Sealing of patients' rows, so that they can be forgotten: what is encrypted, under which key, and how it is read. */
package org.clinicalmlops.core.seal;
