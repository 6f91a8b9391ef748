/** A data-science team has trained a model with XGBoost; the hospital serves it without XGBoost. */
package org.clinicalmlops.examples.imported;
