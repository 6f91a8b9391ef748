/** Runnable stories, the quickstart first. */
package org.clinicalmlops.examples;
