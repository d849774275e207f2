// SPDX-License-Identifier: Apache-2.0
/** The commands that run until they are stopped: broker, analyzer, training, and all of them. */
package io.tailwatch.app.service;
