/** Rules that hold in every published module, each with a fixture that breaks it: a rule that cannot fail guards nothing. */
package org.clinicalmlops.architecture;
