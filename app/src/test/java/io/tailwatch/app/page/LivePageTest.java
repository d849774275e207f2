// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that is checked of the live page, on one pipeline and in one browser. */
@ExtendWith(PageTests.class)
@Timeout(300)
class LivePageTest {
  @Nested
  class Overview extends OverviewChecks {}

  @Nested
  class Run extends RunChecks {}

  @Nested
  class Series extends SeriesChecks {}

  @Nested
  class Numbers extends NumbersChecks {}

  @Nested
  class Alerts extends AlertChecks {}

  @Nested
  class Names extends NameChecks {}

  @Nested
  class Stale extends StaleChecks {}

  @Nested
  class Token extends TokenChecks {}

  @Nested
  class Looks extends LookChecks {}

  @Nested
  class Access extends AccessChecks {}

  @Nested
  class Weight extends WeightChecks {}

  @Nested
  class Restart extends RestartChecks {}
}
