/** The residents of Olmsted County whose free light chains were measured: rows, plans and the replay of the quickstart. */
package org.clinicalmlops.examples.flchain;
