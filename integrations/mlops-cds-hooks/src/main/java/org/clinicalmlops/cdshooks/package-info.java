/**
 * Step 6 for a hospital's record system: discovery, call and feedback of CDS Hooks, over a deployment. The text followed is that of the
 * ballot of version 3.0.0.
 *
 * @see <a href="https://cds-hooks.hl7.org/">the specification</a>
 */
package org.clinicalmlops.cdshooks;
