// SPDX-License-Identifier: Apache-2.0
/** What is opened and must be closed or deleted again, whatever happens in between. */
package io.tailwatch.app.resource;
