/** Adapter: trainers of the Smile library. */
package org.clinicalmlops.smile;
