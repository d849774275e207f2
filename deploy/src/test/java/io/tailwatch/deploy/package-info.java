// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the image, the compose file and the Kubernetes manifests against each other and against the
 * program. Rules give a list of what is wrong, so that tests can also show them a file that is.
 */
package io.tailwatch.deploy;
