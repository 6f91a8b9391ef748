/** The whole plan as one value, and the builder in which no step can be left out. */
package org.clinicalmlops.api.plan;
