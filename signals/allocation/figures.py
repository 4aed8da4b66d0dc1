"""What pictures and tables of a report need, as the contract carries it: path, inflation, policy, levels, calendar."""

from __future__ import annotations

import datetime as dt

from signals.allocation.terms import Model, Status, Text, TrendWord, YearMeasure


class Dated(Model):
    """One value of a series."""

    date: dt.date
    """The day, or the first day of the month, that the value is about."""
    value: float
    """The value, in the unit of the field that holds the series."""


class TargetOdds(Model):
    """The odds of one target range after a meeting."""

    lower_bp: int
    """Lower end of the range, in basis points."""
    upper_bp: int
    """Upper end of the range, in basis points."""
    probability: float
    """From 0 to 1."""


class Meeting(Model):
    """What futures imply for one meeting of the Federal Reserve."""

    date: dt.date
    """Day of the decision."""
    step_bp: float | None
    """Expected change of the rate at this meeting, in basis points; negative is a cut."""
    step_error_bp: float | None
    """One-sigma error of `step_bp` from the noise of prices."""
    implied_rate_pct: float | None
    """Effective rate implied after the meeting, in percent a year."""
    implied_rate_error_bp: float | None
    """One-sigma error of `implied_rate_pct`, in basis points."""
    expected_cuts: float | None
    """Cuts of 25 bp expected from the range in force to after this meeting; negative are hikes."""
    p_cut_by: float | None
    """Probability that the range is lower after this meeting than in force today."""
    p_hike_by: float | None
    """Probability that it is higher."""
    odds: tuple[TargetOdds, ...]
    """Every target range with its probability, lowest first."""


class RatePath(Model):
    """The path of the policy rate that futures imply, meeting by meeting, by the method that facts use."""

    method: str
    """Name of the method."""
    instrument: str
    """Root of the futures."""
    price_date: dt.date
    """Day of the prices."""
    price_kind: str
    """What the prices are: settlements, or last trades."""
    status: Status
    """Health of the worst input."""
    target_lower_bp: int
    """Lower end of the target range in force."""
    target_upper_bp: int
    """Upper end of the target range in force."""
    meetings: tuple[Meeting, ...]
    """Soonest first."""


class TrendOdds(Model):
    """Whether the trend of inflation fell over some months."""

    months: int
    """How many months back the comparison reaches."""
    word: TrendWord
    """The reading's word for it."""
    p_falling: float
    """Probability that the trend is lower than that many months ago."""


class LevelOdds(Model):
    """The odds of ending below a level."""

    level_pct: float
    """The level, in percent."""
    probability: float
    """Probability of ending below it."""


class YearOutcome(Model):
    """A forecast of this calendar year's inflation."""

    measure: YearMeasure
    """Which figure of the year."""
    median_pct: float
    """Median forecast, in percent."""
    low_pct: float
    """Lower end of the 90 % interval."""
    high_pct: float
    """Upper end of the 90 % interval."""
    odds_below: tuple[LevelOdds, ...]
    """Odds of ending below each of several levels."""


class ForecastMonth(Model):
    """A forecast of the 12-month rate of one month."""

    month: dt.date
    """First day of the month."""
    months_ahead: int
    """Months from the newest figure."""
    median_pct: float
    """Median forecast, in percent."""
    low_pct: float
    """Lower end of the 90 % interval."""
    high_pct: float
    """Upper end of the 90 % interval."""


class Inflation(Model):
    """United States consumer prices: what was published, its trend, and where it may go."""

    status: Status
    """Health of the worst input."""
    month: dt.date | None
    """First day of the newest month published."""
    released_at: dt.date | None
    """Its release day."""
    rate_pct: float | None
    """Its 12-month rate, in percent, from the unadjusted index."""
    trend_pct: float | None
    """Trend inflation of the model, in percent a year."""
    trend_error_pp: float | None
    """One-sigma error of the trend, in percentage points."""
    next_release: dt.date | None
    """Day of the next release, as scheduled."""
    directions: tuple[TrendOdds, ...]
    """Whether the trend fell, over several spans."""
    year: int | None
    """The calendar year that `outcomes` speak of."""
    outcomes: tuple[YearOutcome, ...]
    """Forecasts of that year."""
    forecast: tuple[ForecastMonth, ...]
    """Forecasts of the 12-month rate, month by month."""
    history: tuple[Dated, ...]
    """The 12-month rate as published, in percent, up to three years back, oldest first."""


class PolicyAct(Model):
    """One policy step as the document knows it."""

    id: str
    """Jurisdiction, kind, tier, direction and day: the same in every document."""
    jurisdiction: str
    """ISO 3166 code of who acts."""
    kind: str
    """Kind in the taxonomy, such as `monetary.rrr`."""
    kind_name: Text
    """The kind in words."""
    title: Text
    """What was done."""
    stage: str
    """How far it is: decided, effective, drafted, signalled, rumoured, withdrawn, recap."""
    direction: str
    """Which way it pushes: easing, supportive, neutral, restrictive, tightening."""
    size: float | None
    """Signed as the rate or requirement moved; null where it has no size."""
    unit: str | None
    """Unit of `size`."""
    tier: str | None
    """Which rate or which banks; null where it concerns all."""
    issuer: str | None
    """Who announced it."""
    announced_on: dt.date
    """Day of the announcement; windows count from it."""
    in_force_on: dt.date | None
    """Day from which it applies; null where none was told."""
    known_on: dt.date
    """First day on which this telling of it could be read."""
    confirmations: int
    """How many sources told of it."""
    repeats: str | None
    """Id of the act that this record looks back on; null where it is an act of its own."""
    withdrawn_by: str | None
    """Id of the record that withdrew it; null while it stands."""
    source: str
    """Where it was told."""


class PolicyWindow(Model):
    """A count or sum of acts over the last days, and when it changes by the calendar alone."""

    fact: str
    """The fact that carries it."""
    label: Text
    """The fact in words."""
    days: int
    """Length of the window in calendar days."""
    value: float
    """What it holds today, in `unit`."""
    unit: str
    """Unit of the value."""
    status: Status
    """Whether a rule may use it."""
    acts: tuple[str, ...]
    """Ids of the acts inside it."""
    changes: tuple[Dated, ...]
    """Days on which acts leave it, and the value from that day on if nothing new comes."""


class IndexLevel(Model):
    """The level of an index that the calls are about or rest on."""

    series: str
    """Name of the series."""
    name: Text
    """The index in words."""
    date: dt.date
    """Day of the newest close."""
    released_at: dt.date
    """Day on which it became known."""
    close: float
    """The newest close, in index points."""
    change_1w_pct: float | None
    """Against the last close a week or more before, in percent; null where there is none."""
    change_13w_pct: float | None
    """Against the last close 13 weeks or more before, in percent; null where there is none."""
    off_52w_high_pct: float
    """Against the highest close of the last 52 weeks that is held, in percent."""
    closes: tuple[Dated, ...]
    """The last close of each week of the last year, in index points, oldest first."""


class Ahead(Model):
    """A meeting or release to come, as scheduled on the document's day."""

    on: dt.date
    """Its day, or the first day on which it may come."""
    until: dt.date | None
    """The last day on which it may come, where its day is not known."""
    kind: str
    """What it is, such as `us.fomc`."""
    name: Text
    """What it is, in words."""
    certainty: str
    """`dated`: published. `rule`: follows from a rule. `approximate`: about then."""
    source: str
    """The calendar or rule behind the day."""


class RowFault(Model):
    """What a check holds against a row of a weekly's table."""

    code: str
    """Stable name of the check."""
    column: str | None
    """The column that it speaks of; null for the whole row."""
    text: Text
    """What is wrong: what was found and, where it can be told, what would do."""


class TableMeasure(Model):
    """A fact about a table; rules treat one that is not `ok` as unknown."""

    fact: str
    """Name of the fact."""
    label: Text
    """What it is called."""
    group: Text
    """The group or category that it speaks of."""
    measure: str
    """What is measured, the last part of the fact's name: `median_pe_this_year`, `share_growing`."""
    value: float | None
    """Its value over the rows that no check speaks against; null where too little is known."""
    unit: str
    """Its unit: `times` for a price over earnings, `pct`."""
    error: float | None
    """One sigma of what rows in doubt and rounding leave open; null where nothing is, or everything."""
    status: Status
    """`suspect`: a row that it would rest on is in doubt."""
    reason: Text
    """Why it is not `ok`; empty otherwise."""
    derivation: Text
    """How it was reckoned and over how many rows or weeks."""


class EarningsYear(Model):
    """Earnings of one year."""

    year: int
    """The year."""
    eps: float | None
    """Earnings a share."""
    pe: float | None
    """Price over earnings, as the table states it."""


class ValuationRow(Model):
    """A company."""

    series: str
    """What its figures go by: `valuation.` and its code."""
    company: str
    """Its name, as written."""
    code: str
    """Its code, as written."""
    group: Text | None
    """The group that the table puts it in."""
    rating: str | None
    """The rating, as written."""
    close: float | None
    """The close."""
    currency: str | None
    """Currency of the close, as written."""
    market_value: float | None
    """Market value."""
    earnings: tuple[EarningsYear, ...]
    """Year by year."""
    suspect: bool
    """Whether a check speaks against the row."""
    faults: tuple[RowFault, ...]
    """Every check that does."""


class ValuationTable(Model):
    """The valuation table of a weekly, as known on the document's day."""

    date: dt.date
    """Day of the closes."""
    released_at: dt.date
    """Day on which it became known."""
    rows: tuple[ValuationRow, ...]
    """A company a row."""
    measures: tuple[TableMeasure, ...]
    """What the rows say together, by group."""


class TrafficRow(Model):
    """A site."""

    series: str
    """What its figures go by: `traffic.` and the site."""
    site: str
    """The site, as written."""
    category: Text | None
    """Its category."""
    visits: float | None
    """Visits of the week."""
    change_pct: float | None
    """Change over the week before, in percent, as the table states it."""
    minutes: float | None
    """Minutes a visit."""
    suspect: bool
    """Whether a check speaks against the row."""
    faults: tuple[RowFault, ...]
    """Every check that does."""


class TrafficTable(Model):
    """The traffic table of a weekly, as known on the document's day."""

    date: dt.date
    """Last day of the week."""
    released_at: dt.date
    """Day on which it became known."""
    rows: tuple[TrafficRow, ...]
    """A site a row."""
    measures: tuple[TableMeasure, ...]
    """What the rows say together, by category."""


class Figures(Model):
    """What pictures and tables need beside the calls; a part is null or empty where its reading says nothing."""

    rate_path: RatePath | None
    """The path of the policy rate."""
    inflation: Inflation | None
    """Consumer prices."""
    policy_acts: tuple[PolicyAct, ...]
    """Acts of the longest window and those not yet in force, newest announcement first."""
    policy_windows: tuple[PolicyWindow, ...]
    """The windows that hold an act or that a call rests on."""
    indices: tuple[IndexLevel, ...]
    """Levels of the indices that the calls are about or rest on."""
    ahead: tuple[Ahead, ...]
    """Meetings and releases of the next weeks, soonest first."""
    valuation: ValuationTable | None = None
    """The newest valuation table of a weekly that was loaded; null where none is known."""
    traffic: TrafficTable | None = None
    """The newest traffic table; null where none is known."""
