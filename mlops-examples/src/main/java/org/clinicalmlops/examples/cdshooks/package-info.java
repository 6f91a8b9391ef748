/** A score answers in the record system: a CDS Hooks service, a client that signs its calls, and a page on which a card is shown and answered. */
package org.clinicalmlops.examples.cdshooks;
