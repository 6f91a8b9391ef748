/** Which versions there are, who approved them, and which one answered when: a view of the ledger. */
package org.clinicalmlops.core.registry;
