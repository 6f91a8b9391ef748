/** A fitted model as a document, and compiled for scoring. */
package org.clinicalmlops.core.model;
