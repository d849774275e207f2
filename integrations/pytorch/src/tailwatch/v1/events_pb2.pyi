# SPDX-License-Identifier: Apache-2.0
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

ALERT_KIND_BOUND_VIOLATION: AlertKind
ALERT_KIND_DIVERGENCE: AlertKind
ALERT_KIND_DRIFT: AlertKind
ALERT_KIND_INFINITE_VARIANCE: AlertKind
ALERT_KIND_STALLED: AlertKind
ALERT_KIND_UNSPECIFIED: AlertKind
ALERT_SEVERITY_CRITICAL: AlertSeverity
ALERT_SEVERITY_INFO: AlertSeverity
ALERT_SEVERITY_UNSPECIFIED: AlertSeverity
ALERT_SEVERITY_WARNING: AlertSeverity
ALERT_STATE_FIRING: AlertState
ALERT_STATE_RESOLVED: AlertState
ALERT_STATE_SUSPECT: AlertState
ALERT_STATE_UNSPECIFIED: AlertState
DATA_TYPE_BFLOAT16: DataType
DATA_TYPE_FLOAT16: DataType
DATA_TYPE_FLOAT32: DataType
DATA_TYPE_FLOAT64: DataType
DESCRIPTOR: _descriptor.FileDescriptor
KESTEN_STATUS_CONTRACTIVE: KestenStatus
KESTEN_STATUS_DIVERGENT: KestenStatus
KESTEN_STATUS_ESTIMATED: KestenStatus
KESTEN_STATUS_EXACT: KestenStatus
KESTEN_STATUS_PENDING: KestenStatus
KESTEN_STATUS_REPEAT_BOUND: KestenStatus
KESTEN_STATUS_UNSPECIFIED: KestenStatus
OBSERVABLE_COORDINATES: Observable
OBSERVABLE_IDENTITY: Observable
OBSERVABLE_NORM: Observable
OBSERVABLE_PROJECTION: Observable
OBSERVABLE_UNSPECIFIED: Observable
OBSERVABLE_UPDATE_NORM: Observable
OBSERVABLE_WEIGHTED_NORM: Observable
OPTIMIZER_KIND_ADAM: OptimizerKind
OPTIMIZER_KIND_MOMENTUM: OptimizerKind
OPTIMIZER_KIND_OTHER: OptimizerKind
OPTIMIZER_KIND_SGD: OptimizerKind
OPTIMIZER_KIND_UNSPECIFIED: OptimizerKind
QUANTITY_GRADIENTS: Quantity
QUANTITY_GRADIENT_NOISE: Quantity
QUANTITY_ITERATES: Quantity
QUANTITY_UPDATES: Quantity
RUN_STATE_FAILED: RunState
RUN_STATE_FINISHED: RunState
RUN_STATE_RUNNING: RunState
RUN_STATE_UNSPECIFIED: RunState
SHARD_KIND_CHAINS: ShardKind
SHARD_KIND_COORDINATES: ShardKind
SHARD_KIND_NONE: ShardKind
VERDICT_ABOVE: Verdict
VERDICT_BELOW: Verdict
VERDICT_BURN_IN: Verdict
VERDICT_KESTEN_CONSISTENT: Verdict
VERDICT_LIGHT_TAILED: Verdict
VERDICT_NON_STATIONARY: Verdict
VERDICT_NO_THEORY: Verdict
VERDICT_UNDECIDED: Verdict
VERDICT_UNDEFINED: Verdict
VERDICT_UNSPECIFIED: Verdict
VERDICT_WITHIN: Verdict

class Direction(_message.Message):
    __slots__ = ["components"]
    COMPONENTS_FIELD_NUMBER: _ClassVar[int]
    components: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, components: _Optional[_Iterable[float]] = ...) -> None: ...

class EstimateWarning(_message.Message):
    __slots__ = ["code", "message"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class IntervalValue(_message.Message):
    __slots__ = ["lower", "upper", "value"]
    LOWER_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    lower: float
    upper: float
    value: float
    def __init__(self, value: _Optional[float] = ..., lower: _Optional[float] = ..., upper: _Optional[float] = ...) -> None: ...

class IterateBatch(_message.Message):
    __slots__ = ["attempt", "coordinate_offset", "data_type", "dimension", "end_of_series", "first_step", "full_dimension", "learning_rate", "quantity", "run", "series", "series_descriptor", "shard", "shard_count", "shard_kind", "sketch", "step_stride", "steps", "subsample_seed", "taken_at_millis", "values"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    COORDINATE_OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    END_OF_SERIES_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    FULL_DIMENSION_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SERIES_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    SHARD_COUNT_FIELD_NUMBER: _ClassVar[int]
    SHARD_FIELD_NUMBER: _ClassVar[int]
    SHARD_KIND_FIELD_NUMBER: _ClassVar[int]
    SKETCH_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    STEP_STRIDE_FIELD_NUMBER: _ClassVar[int]
    SUBSAMPLE_SEED_FIELD_NUMBER: _ClassVar[int]
    TAKEN_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    coordinate_offset: int
    data_type: DataType
    dimension: int
    end_of_series: bool
    first_step: int
    full_dimension: int
    learning_rate: float
    quantity: Quantity
    run: str
    series: str
    series_descriptor: SeriesDescriptor
    shard: int
    shard_count: int
    shard_kind: ShardKind
    sketch: PaneSketch
    step_stride: int
    steps: int
    subsample_seed: int
    taken_at_millis: int
    values: bytes
    def __init__(self, run: _Optional[str] = ..., attempt: _Optional[int] = ..., series: _Optional[str] = ..., quantity: _Optional[_Union[Quantity, str]] = ..., first_step: _Optional[int] = ..., step_stride: _Optional[int] = ..., steps: _Optional[int] = ..., dimension: _Optional[int] = ..., shard: _Optional[int] = ..., shard_count: _Optional[int] = ..., shard_kind: _Optional[_Union[ShardKind, str]] = ..., coordinate_offset: _Optional[int] = ..., data_type: _Optional[_Union[DataType, str]] = ..., values: _Optional[bytes] = ..., sketch: _Optional[_Union[PaneSketch, _Mapping]] = ..., learning_rate: _Optional[float] = ..., series_descriptor: _Optional[_Union[SeriesDescriptor, _Mapping]] = ..., end_of_series: bool = ..., taken_at_millis: _Optional[int] = ..., subsample_seed: _Optional[int] = ..., full_dimension: _Optional[int] = ...) -> None: ...

class KestenIndex(_message.Message):
    __slots__ = ["contractive", "index", "learning_rate", "repeat_bound", "standard_error", "status"]
    CONTRACTIVE_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    REPEAT_BOUND_FIELD_NUMBER: _ClassVar[int]
    STANDARD_ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    contractive: bool
    index: float
    learning_rate: float
    repeat_bound: float
    standard_error: float
    status: KestenStatus
    def __init__(self, index: _Optional[float] = ..., standard_error: _Optional[float] = ..., repeat_bound: _Optional[float] = ..., contractive: bool = ..., status: _Optional[_Union[KestenStatus, str]] = ..., learning_rate: _Optional[float] = ...) -> None: ...

class ObservableSketch(_message.Message):
    __slots__ = ["observable", "sketch"]
    OBSERVABLE_FIELD_NUMBER: _ClassVar[int]
    SKETCH_FIELD_NUMBER: _ClassVar[int]
    observable: Observable
    sketch: bytes
    def __init__(self, observable: _Optional[_Union[Observable, str]] = ..., sketch: _Optional[bytes] = ...) -> None: ...

class Optimizer(_message.Message):
    __slots__ = ["batch_size", "kind", "learning_rate", "momentum", "ridge"]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    MOMENTUM_FIELD_NUMBER: _ClassVar[int]
    RIDGE_FIELD_NUMBER: _ClassVar[int]
    batch_size: int
    kind: OptimizerKind
    learning_rate: float
    momentum: float
    ridge: float
    def __init__(self, kind: _Optional[_Union[OptimizerKind, str]] = ..., learning_rate: _Optional[float] = ..., momentum: _Optional[float] = ..., batch_size: _Optional[int] = ..., ridge: _Optional[float] = ...) -> None: ...

class PaneSketch(_message.Message):
    __slots__ = ["first_nonfinite_step", "first_step", "last_step", "learning_rate_first", "learning_rate_max", "learning_rate_min", "missing_steps", "observables", "pane", "repeated_steps", "steps"]
    FIRST_NONFINITE_STEP_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    LAST_STEP_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIRST_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_MAX_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_MIN_FIELD_NUMBER: _ClassVar[int]
    MISSING_STEPS_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLES_FIELD_NUMBER: _ClassVar[int]
    PANE_FIELD_NUMBER: _ClassVar[int]
    REPEATED_STEPS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    first_nonfinite_step: int
    first_step: int
    last_step: int
    learning_rate_first: float
    learning_rate_max: float
    learning_rate_min: float
    missing_steps: int
    observables: _containers.RepeatedCompositeFieldContainer[ObservableSketch]
    pane: int
    repeated_steps: int
    steps: int
    def __init__(self, pane: _Optional[int] = ..., first_step: _Optional[int] = ..., last_step: _Optional[int] = ..., steps: _Optional[int] = ..., missing_steps: _Optional[int] = ..., observables: _Optional[_Iterable[_Union[ObservableSketch, _Mapping]]] = ..., repeated_steps: _Optional[int] = ..., learning_rate_first: _Optional[float] = ..., learning_rate_min: _Optional[float] = ..., learning_rate_max: _Optional[float] = ..., first_nonfinite_step: _Optional[int] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ["dimension", "eigenvalues", "kesten", "rows"]
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    EIGENVALUES_FIELD_NUMBER: _ClassVar[int]
    KESTEN_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    dimension: int
    eigenvalues: _containers.RepeatedScalarFieldContainer[float]
    kesten: KestenIndex
    rows: int
    def __init__(self, rows: _Optional[int] = ..., dimension: _Optional[int] = ..., eigenvalues: _Optional[_Iterable[float]] = ..., kesten: _Optional[_Union[KestenIndex, _Mapping]] = ...) -> None: ...

class RunDescriptor(_message.Message):
    __slots__ = ["attempt", "data_set", "ended_at_millis", "model", "optimizer", "run", "series", "started_at_millis", "state", "tags", "updated_at_millis"]
    class TagsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    DATA_SET_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OPTIMIZER_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    data_set: str
    ended_at_millis: int
    model: str
    optimizer: str
    run: str
    series: _containers.RepeatedScalarFieldContainer[str]
    started_at_millis: int
    state: RunState
    tags: _containers.ScalarMap[str, str]
    updated_at_millis: int
    def __init__(self, run: _Optional[str] = ..., attempt: _Optional[int] = ..., state: _Optional[_Union[RunState, str]] = ..., model: _Optional[str] = ..., data_set: _Optional[str] = ..., optimizer: _Optional[str] = ..., tags: _Optional[_Mapping[str, str]] = ..., series: _Optional[_Iterable[str]] = ..., started_at_millis: _Optional[int] = ..., updated_at_millis: _Optional[int] = ..., ended_at_millis: _Optional[int] = ...) -> None: ...

class SeriesDescriptor(_message.Message):
    __slots__ = ["centre", "directions", "observables", "optimizer", "problem", "window"]
    CENTRE_FIELD_NUMBER: _ClassVar[int]
    DIRECTIONS_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLES_FIELD_NUMBER: _ClassVar[int]
    OPTIMIZER_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    centre: _containers.RepeatedScalarFieldContainer[float]
    directions: _containers.RepeatedCompositeFieldContainer[Direction]
    observables: _containers.RepeatedScalarFieldContainer[Observable]
    optimizer: Optimizer
    problem: Problem
    window: WindowSpec
    def __init__(self, observables: _Optional[_Iterable[_Union[Observable, str]]] = ..., window: _Optional[_Union[WindowSpec, _Mapping]] = ..., optimizer: _Optional[_Union[Optimizer, _Mapping]] = ..., problem: _Optional[_Union[Problem, _Mapping]] = ..., centre: _Optional[_Iterable[float]] = ..., directions: _Optional[_Iterable[_Union[Direction, _Mapping]]] = ...) -> None: ...

class TailAlert(_message.Message):
    __slots__ = ["attempt", "baseline", "cause", "grouped_series", "index", "kind", "observable", "pane", "raised_at_millis", "run", "score", "sentence", "series", "severity", "since_step", "state", "step"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    BASELINE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    GROUPED_SERIES_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLE_FIELD_NUMBER: _ClassVar[int]
    PANE_FIELD_NUMBER: _ClassVar[int]
    RAISED_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    SINCE_STEP_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    baseline: IntervalValue
    cause: str
    grouped_series: _containers.RepeatedScalarFieldContainer[str]
    index: IntervalValue
    kind: AlertKind
    observable: Observable
    pane: int
    raised_at_millis: int
    run: str
    score: float
    sentence: str
    series: str
    severity: AlertSeverity
    since_step: int
    state: AlertState
    step: int
    def __init__(self, run: _Optional[str] = ..., series: _Optional[str] = ..., attempt: _Optional[int] = ..., observable: _Optional[_Union[Observable, str]] = ..., kind: _Optional[_Union[AlertKind, str]] = ..., state: _Optional[_Union[AlertState, str]] = ..., severity: _Optional[_Union[AlertSeverity, str]] = ..., cause: _Optional[str] = ..., since_step: _Optional[int] = ..., step: _Optional[int] = ..., pane: _Optional[int] = ..., index: _Optional[_Union[IntervalValue, _Mapping]] = ..., baseline: _Optional[_Union[IntervalValue, _Mapping]] = ..., score: _Optional[float] = ..., sentence: _Optional[str] = ..., grouped_series: _Optional[_Iterable[str]] = ..., raised_at_millis: _Optional[int] = ...) -> None: ...

class TailEstimate(_message.Message):
    __slots__ = ["attempt", "batch_size", "bias_reduced_index", "dependence_factor", "effective_samples", "end_of_series", "estimated_at_millis", "exceedances", "first_step", "index", "infinite_variance", "last_step", "learning_rate", "learning_rate_max", "learning_rate_min", "left_reading", "missing_steps", "moment_gamma", "nominal_tail_fraction", "nonfinite_samples", "observable", "pane", "panes", "provisional", "reading", "reason", "repeated_steps", "ridge", "right_reading", "run", "samples", "sentence", "series", "steps", "sum_log_excess", "tail_fraction", "taken_at_millis", "theory", "threshold", "verdict", "warnings", "window_panes", "zero_samples"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    BIAS_REDUCED_INDEX_FIELD_NUMBER: _ClassVar[int]
    DEPENDENCE_FACTOR_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_SAMPLES_FIELD_NUMBER: _ClassVar[int]
    END_OF_SERIES_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    EXCEEDANCES_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    INFINITE_VARIANCE_FIELD_NUMBER: _ClassVar[int]
    LAST_STEP_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_MAX_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_MIN_FIELD_NUMBER: _ClassVar[int]
    LEFT_READING_FIELD_NUMBER: _ClassVar[int]
    MISSING_STEPS_FIELD_NUMBER: _ClassVar[int]
    MOMENT_GAMMA_FIELD_NUMBER: _ClassVar[int]
    NOMINAL_TAIL_FRACTION_FIELD_NUMBER: _ClassVar[int]
    NONFINITE_SAMPLES_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLE_FIELD_NUMBER: _ClassVar[int]
    PANES_FIELD_NUMBER: _ClassVar[int]
    PANE_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REPEATED_STEPS_FIELD_NUMBER: _ClassVar[int]
    RIDGE_FIELD_NUMBER: _ClassVar[int]
    RIGHT_READING_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    SUM_LOG_EXCESS_FIELD_NUMBER: _ClassVar[int]
    TAIL_FRACTION_FIELD_NUMBER: _ClassVar[int]
    TAKEN_AT_MILLIS_FIELD_NUMBER: _ClassVar[int]
    THEORY_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    WINDOW_PANES_FIELD_NUMBER: _ClassVar[int]
    ZERO_SAMPLES_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    batch_size: int
    bias_reduced_index: float
    dependence_factor: float
    effective_samples: float
    end_of_series: bool
    estimated_at_millis: int
    exceedances: int
    first_step: int
    index: IntervalValue
    infinite_variance: bool
    last_step: int
    learning_rate: float
    learning_rate_max: float
    learning_rate_min: float
    left_reading: IntervalValue
    missing_steps: int
    moment_gamma: IntervalValue
    nominal_tail_fraction: float
    nonfinite_samples: int
    observable: Observable
    pane: int
    panes: int
    provisional: bool
    reading: IntervalValue
    reason: str
    repeated_steps: int
    ridge: float
    right_reading: IntervalValue
    run: str
    samples: int
    sentence: str
    series: str
    steps: int
    sum_log_excess: float
    tail_fraction: float
    taken_at_millis: int
    theory: TheoryBand
    threshold: float
    verdict: Verdict
    warnings: _containers.RepeatedCompositeFieldContainer[EstimateWarning]
    window_panes: int
    zero_samples: int
    def __init__(self, run: _Optional[str] = ..., series: _Optional[str] = ..., attempt: _Optional[int] = ..., pane: _Optional[int] = ..., observable: _Optional[_Union[Observable, str]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., reason: _Optional[str] = ..., sentence: _Optional[str] = ..., infinite_variance: bool = ..., reading: _Optional[_Union[IntervalValue, _Mapping]] = ..., index: _Optional[_Union[IntervalValue, _Mapping]] = ..., tail_fraction: _Optional[float] = ..., nominal_tail_fraction: _Optional[float] = ..., exceedances: _Optional[int] = ..., threshold: _Optional[float] = ..., samples: _Optional[int] = ..., effective_samples: _Optional[float] = ..., dependence_factor: _Optional[float] = ..., sum_log_excess: _Optional[float] = ..., left_reading: _Optional[_Union[IntervalValue, _Mapping]] = ..., right_reading: _Optional[_Union[IntervalValue, _Mapping]] = ..., panes: _Optional[int] = ..., window_panes: _Optional[int] = ..., first_step: _Optional[int] = ..., last_step: _Optional[int] = ..., missing_steps: _Optional[int] = ..., nonfinite_samples: _Optional[int] = ..., zero_samples: _Optional[int] = ..., repeated_steps: _Optional[int] = ..., learning_rate: _Optional[float] = ..., learning_rate_min: _Optional[float] = ..., learning_rate_max: _Optional[float] = ..., batch_size: _Optional[int] = ..., ridge: _Optional[float] = ..., theory: _Optional[_Union[TheoryBand, _Mapping]] = ..., warnings: _Optional[_Iterable[_Union[EstimateWarning, _Mapping]]] = ..., provisional: bool = ..., end_of_series: bool = ..., steps: _Optional[int] = ..., bias_reduced_index: _Optional[float] = ..., moment_gamma: _Optional[_Union[IntervalValue, _Mapping]] = ..., taken_at_millis: _Optional[int] = ..., estimated_at_millis: _Optional[int] = ...) -> None: ...

class TheoryBand(_message.Message):
    __slots__ = ["eta_star", "gamma2", "kesten", "kesten_standard_error", "kesten_status", "lower", "norm_lower_bound", "repeat_bound", "upper"]
    ETA_STAR_FIELD_NUMBER: _ClassVar[int]
    GAMMA2_FIELD_NUMBER: _ClassVar[int]
    KESTEN_FIELD_NUMBER: _ClassVar[int]
    KESTEN_STANDARD_ERROR_FIELD_NUMBER: _ClassVar[int]
    KESTEN_STATUS_FIELD_NUMBER: _ClassVar[int]
    LOWER_FIELD_NUMBER: _ClassVar[int]
    NORM_LOWER_BOUND_FIELD_NUMBER: _ClassVar[int]
    REPEAT_BOUND_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    eta_star: float
    gamma2: float
    kesten: float
    kesten_standard_error: float
    kesten_status: KestenStatus
    lower: float
    norm_lower_bound: float
    repeat_bound: float
    upper: float
    def __init__(self, lower: _Optional[float] = ..., upper: _Optional[float] = ..., eta_star: _Optional[float] = ..., norm_lower_bound: _Optional[float] = ..., gamma2: _Optional[float] = ..., kesten: _Optional[float] = ..., kesten_standard_error: _Optional[float] = ..., kesten_status: _Optional[_Union[KestenStatus, str]] = ..., repeat_bound: _Optional[float] = ...) -> None: ...

class WindowSpec(_message.Message):
    __slots__ = ["pane_steps", "panes"]
    PANES_FIELD_NUMBER: _ClassVar[int]
    PANE_STEPS_FIELD_NUMBER: _ClassVar[int]
    pane_steps: int
    panes: int
    def __init__(self, pane_steps: _Optional[int] = ..., panes: _Optional[int] = ...) -> None: ...

class RunState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Quantity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class DataType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ShardKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Observable(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class OptimizerKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class KestenStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class AlertKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class AlertState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class AlertSeverity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
