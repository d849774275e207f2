// SPDX-License-Identifier: Apache-2.0
// A dashboard as Grafana publishes its types, put together for the panels, queries and variables that
// are used here: the published Dashboard leaves open what is in options, custom and targets.

import type * as grafana from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as stateTimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** Of the data source plugin, which publishes no types of its own. */
interface PrometheusQuery {
  datasource: grafana.DataSourceRef;
  editorMode: 'code' | 'builder';
  expr: string;
  format: 'time_series' | 'table' | 'heatmap';
  hide?: boolean;
  instant: boolean;
  interval?: string;
  legendFormat: string;
  range: boolean;
  refId: string;
}

interface DataLink {
  targetBlank: boolean;
  title: string;
  url: string;
}

interface Override {
  matcher: {id: 'byName' | 'byRegexp'; options: string};
  properties: Array<{id: string; value?: unknown}>;
}

interface Defaults<Custom> extends Omit<grafana.FieldConfig, 'custom' | 'links'> {
  custom?: Custom;
  links?: DataLink[];
}

type Transformation =
  | {id: 'merge'; options: Record<string, never>}
  | {id: 'timeSeriesTable'; options: Record<string, {stat: string}>}
  | {
      id: 'organize';
      options: {
        excludeByName: Record<string, boolean>;
        includeByName: Record<string, boolean>;
        indexByName: Record<string, number>;
        renameByName: Record<string, string>;
      };
    };

interface PanelOf<Type, Options, Custom>
  extends Omit<grafana.Panel, 'type' | 'options' | 'fieldConfig' | 'targets' | 'transformations' | 'libraryPanel'> {
  datasource: grafana.DataSourceRef;
  fieldConfig: {defaults: Defaults<Custom>; overrides: Override[]};
  gridPos: grafana.GridPos;
  id: number;
  options: Options;
  targets: PrometheusQuery[];
  title: string;
  transformations?: Transformation[];
  type: Type;
}

/** Gaps are known to the panel's code only. */
interface TimelineField extends stateTimeline.FieldConfig {
  insertNulls?: boolean | number;
  spanNulls?: boolean | number;
}

type BarGauge = PanelOf<'bargauge', barGauge.Options, never>;
type Stat = PanelOf<'stat', stat.Options, never>;
type StateTimeline = PanelOf<'state-timeline', stateTimeline.Options, TimelineField>;
type Table = PanelOf<'table', table.Options, table.FieldConfig>;
type TimeSeries = PanelOf<'timeseries', timeSeries.Options, timeSeries.FieldConfig>;

/** @discriminator type */
type Panel = BarGauge | Stat | StateTimeline | Table | TimeSeries;

interface Row extends Omit<grafana.RowPanel, 'panels'> {
  panels: Panel[];
}

/** @discriminator type */
type Place = BarGauge | Stat | StateTimeline | Table | TimeSeries | Row;

interface PrometheusAnnotation extends grafana.AnnotationQuery {
  expr: string;
  step: string;
  textFormat: string;
  titleFormat: string;
  useValueForTime: boolean;
}

/** Before a choice was made there is none. */
type Current = grafana.VariableOption | Record<string, never>;

interface VariableOf<Type> extends Omit<grafana.VariableModel, 'current' | 'query' | 'type'> {
  current: Current;
  type: Type;
}

/** Of the data source plugin. */
interface QueryVariable extends VariableOf<'query'> {
  /** What the editor shows. */
  definition: string;
  query: {qryType: number; query: string; refId: string};
}

interface TextVariable extends VariableOf<'textbox' | 'datasource'> {
  query: string;
}

export interface TailWatchDashboard
  extends Omit<grafana.Dashboard, 'annotations' | 'panels' | 'templating' | 'gnetId' | 'snapshot' | 'revision'> {
  annotations: {list: Array<grafana.AnnotationQuery | PrometheusAnnotation>};
  panels: Place[];
  templating: {list: Array<QueryVariable | TextVariable>};
}
