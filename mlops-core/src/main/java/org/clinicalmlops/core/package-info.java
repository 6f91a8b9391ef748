/** Makes a model and serves it. */
package org.clinicalmlops.core;
