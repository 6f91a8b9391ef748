/** A ward whose data are FHIR resources: features are read from them, and what the model answers is written back as resources. */
package org.clinicalmlops.examples.fhir;
