/**
 * Step 6 in the patient's record: what a deployment answered as FHIR R4 resources. Start at {@link org.clinicalmlops.fhir.FhirOutput}.
 */
package org.clinicalmlops.fhir;
