/** Breaks rules of the module of this name on purpose. */
package org.clinicalmlops.architecture.bad.cdshooks;
