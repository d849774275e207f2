// SPDX-License-Identifier: Apache-2.0
/** The whole chain over TLS and SASL. */
package io.tailwatch.app.security;
